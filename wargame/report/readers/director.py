"""The sourcing director: sign or not, which variant, what to ask for and what to give."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.report.page.blocks import Block, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import FirstPage
from wargame.report.readers._parts import asks, range_words, stake_cards, top_issues, variants_table, weighty


class Director(FirstPage):
    """Sign, sign after these fixes, or do not sign yet."""

    kind = "director"
    title = "Sourcing director"
    order = 10
    hint = "sign or not, which variant, what to ask for"

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The answer and why; the stakes and their range; variants; asks, gives and weak spots."""
        client = context.party(self.side)
        said = range_words(context, client)
        blocks: list[Block] = [Words(_answer(context), strong=True), *stake_cards(context, client)]
        if said:
            blocks.append(Words(said))
        blocks += variants_table(context, client)
        wanted = asks(context, "ask", "Five things to ask for", 5)
        blocks += wanted or top_issues(context, weighty(context)[:5], "Five things to settle first")
        blocks += asks(context, "give", "Three things to give", 3)
        return [*blocks, *asks(context, "weak spot", "Our own weak spots", 5)]


def _answer(context: ReportContext) -> str:
    severe = [one for one in context.findings if one.severity == "High"]
    open_questions = weighty(context)
    if severe:
        places = ", ".join(dict.fromkeys(one.clause for one in severe if one.clause))
        where = f" (clause{'s' if ',' in places else ''} {places})" if places else ""
        many = len(severe) > 1
        said = f"Do not sign yet: {len(severe)} finding{'s are' if many else ' is'} of High severity{where}."
        return f"{said} {'They are' if many else 'It is'} among the questions below, with words to mend {'them' if many else 'it'}."
    if open_questions:
        many = len(open_questions) > 1
        return (
            f"Sign after these fixes: {len(open_questions)} question{'s' if many else ''} to the drafter {'are' if many else 'is'} open, "
            "none of High severity."
        )
    return "Nothing that these checks look for stands against signing; the exposure below is what the words, as they stand, leave to each party."
