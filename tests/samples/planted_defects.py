"""The flaws planted in contracts/customer-care.md, one a row, written from the words before any check was tuned. The engine never reads this file.

A row is the clause, the kind of defect as issue 3 names it, and one line why. `event` and `question` say which cell a silence is; it has no clause.
`also` names other kinds under which the same flaw may rightly be reported, and `where` other clauses at which, so that a second true finding is not
counted as false. A `minor` one moves no money, or is what a sound agreement may leave out: finding it is right, and not finding it is no miss. What
is not listed here is meant to be sound: a finding above "note" that matches no row is a false one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    """One planted flaw."""

    clause: str
    kind: str
    why: str
    event: str = ""
    question: str = ""
    also: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    minor: bool = False


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "1.2",
        "precedence gap",
        "clauses, Schedules and Operating Manual are to be read together; which prevails is not said",
        where=("Schedule 1", "Schedule 2", "Schedule 3"),
    ),
    Defect("3.3", "undefined", "Peak Period is a term of art that nothing defines"),
    Defect("5.1", "ambiguous", "the lower price of busy months may be meant for all Calls or for the further ones only", also=("tier cliff",)),
    Defect(
        "5.2",
        "negative price",
        "a Case not sent saves GBP 7.90 where a Case costs GBP 6.68 on average: below about 1,100 Cases the charge turns negative",
    ),
    Defect("5.6", "dormant", "an exchange rate must move by 45 % before anything happens; in no scenario does it"),
    Defect("5.7", "contradictory", "30 days and 6 % here, 45 days and 4 % in 5.12, for the same invoices", also=("double recovery",)),
    Defect("5.12", "contradictory", "45 days and 4 % here, 30 days and 6 % in 5.7, for the same invoices", also=("double recovery",)),
    Defect("5.8", "perverse", "99.0 % earns a bonus although the level promised is 99.5 %: a month may be missed, credited and rewarded"),
    Defect("5.10", "discretion", "the price is cut by what the Client in its sole discretion considers appropriate", also=("text without rule",)),
    Defect("6.3", "dangling", "Schedule 5 does not exist"),
    Defect(
        "7.1",
        "agreement to agree",
        "the charge for a changed service is what the Parties agree, with no fallback",
        also=("text without rule", "rule without text", "number drift"),
    ),
    Defect("7.4", "exclusivity unstated", "neither sole remedy nor cumulative, where 7.5 and 9.1 say which"),
    Defect("7.4", "unbounded", "so much a day for ever: no limit of its own", also=("tier flat",)),
    Defect("8.4", "dead zone", "99 % is promised and credits begin below 98.5 %: between them a miss costs nothing"),
    Defect("8.4", "rule without text", "an at-risk amount of 3 % stands in the terms and in no sentence", also=("number drift", "text ≠ terms")),
    Defect("8.4", "tier flat", "the tier of 4 % lies above the at-risk amount: what it adds to 3 % is never paid", also=("capped",)),
    Defect("8.6", "undefined", "Priority Customer is defined nowhere"),
    Defect("8.7", "tier gap", "from 89.5 % up to 90 % no tier holds, though better and worse months are credited"),
    Defect("8.9", "tier overlap", "from 84 % up to 85 % two tiers hold"),
    Defect("8.9", "toothless credits", "0.1 % and 0.2 % of the Charges against what a late Case costs the Client"),
    Defect("8.11", "tier cliff", "half a point of accuracy, from 96.6 % to 96.4 %, takes the credit from 0.5 % to 10 %"),
    Defect("8.12", "unmeasured", "errors in Calls are measured by no scenario and by no record of the agreement"),
    Defect("8.12", "breach without remedy", "a level of 98 % to which no credit, damages or right is tied"),
    Defect("8.14", "text without rule", "credits lapse after 60 days, and no terms say so", also=("time-barred",)),
    Defect("9.1", "ambiguous", "not restored within 4 hours of what: occurrence, detection or notice?"),
    Defect("9.1", "circular", "subject to 9.2, which is subject to 9.1", also=("precedence gap",)),
    Defect("9.2", "double recovery", "one Outage is paid for by the hour under 9.1 and once more under 9.2"),
    Defect("9.2", "exclusivity unstated", "whether GBP 40,000 is all, or comes on top of other remedies, is not said"),
    Defect("10.1", "number drift", "GBP 40,000 in the words, GBP 45,000 in the terms", also=("text ≠ terms", "contradictory")),
    Defect("12.1", "capped", "GBP 150,000 or 2 %: less than one long Outage, and the next in the same year is not paid for"),
    Defect("12.2", "ambiguous", "annual Charges of which twelve months? The limit is never reached", minor=True),
    Defect("12.2", "precedence gap", "12.2 and 12.6 both apply notwithstanding anything else", also=("contradictory",)),
    Defect("12.4", "excluded", "redress paid to customers is the Client's greatest loss, and is excluded"),
    Defect("12.6", "unbounded", "an indemnity without limit of amount", also=("contradictory", "precedence gap")),
    Defect("12.7", "excluded", "a credit of 0.2 % shuts out every claim for damages for slow case work"),
    Defect("12.8", "excluded", "GBP 7,500 an hour, limited, shuts out every claim for damages for the telephone service"),
    Defect("15.2", "ambiguous", "may the Client still leave in a later month, while three misses stand in the window?"),
    Defect("15.4", "unreachable right", "the right arises after 120 days of an event that never lasts so long", also=("dormant",)),
    Defect(
        "15.6",
        "agreement to agree",
        "exit assistance at rates to be agreed",
        also=("text without rule", "rule without text", "number drift", "ambiguous"),
    ),
    Defect("16.1", "time-barred", "20 Business Days from month end; a bank needs longer to see and value a loss"),
    Defect(
        "16.2", "deadline chain", "20 + 20 + 15 Business Days before a claim may be referred; it is extinguished after 60 days", also=("time-barred",)
    ),
    Defect("17.1", "blank or redacted", "the sum insured is blank"),
    Defect("17.5", "dangling", "clause 16.9 does not exist"),
    Defect("", "silent", "a Milestone may be late for ever and nobody may leave for it", event="delay", question="leave"),
    Defect("", "silent", "the duty to handle a surge has no limit in money, and no other clause gives one", event="surge", question="limit"),
    Defect(
        "",
        "silent",
        "the Client's share of the cost of changes in law has no limit, and no other clause gives one",
        event="regulation",
        question="limit",
        minor=True,
    ),
    Defect("", "silent", "interest on what is paid late runs on without a limit", event="late payment", question="limit", minor=True),
    Defect("", "silent", "nobody need decide on a change that the law demands", event="regulation", question="decide"),
)
