"""Sentences a drafter may put where no kind of clause answers a question of an event, or not all of it: open figures are marked `[to agree]`."""

from __future__ import annotations

WORDS: dict[tuple[str, str], str] = {
    ("slump", "decide"): (
        "If in [3] consecutive months fewer than [80 %] of the forecast volume arrives, the parties shall within [20] working days "
        "settle new baselines and minimum charges, from the month that follows; failing which the expert of the disputes clause "
        "settles them."
    ),
    ("shortage", "pay"): (
        "Credits and damages for a missed level are due whatever kept the Provider's people away, and what other people cost to stand "
        "in for them is the Provider's."
    ),
    ("shortage", "remedy"): (
        "Where a level is missed because people or capacity are missing the Client may have the work done by others for as long as "
        "that lasts, at the Provider's cost."
    ),
    ("order", "excuse"): (
        "A party is excused for as long as an order, not provoked by its own breach, forbids it to perform, from the day on which it "
        "has told the other of it."
    ),
    ("shortage", "excuse"): (
        "Absence, resignation or industrial action among the Provider's own people or its subcontractors' excuses nothing. Where an "
        "outbreak of disease or an order keeps more than [20 %] of them from work, service levels are reduced in that proportion for "
        "as long as the continuity plan is carried out."
    ),
    ("shortage", "decide"): (
        "Within [2] working days of a shortage of people or capacity the Provider shall say which work it will do first, and why; the "
        "Client may change that order within [1] working day."
    ),
    ("shortage", "leave"): (
        "If a shortage of the Provider's people or capacity lasts longer than [60] days the Client may terminate this Agreement, or "
        "the part that suffers from it, on [30] days' notice."
    ),
    ("breach", "act"): (
        "The Provider shall tell the Client of a breach of data within [24] hours of becoming aware of it, contain it, keep the "
        "evidence, and give what the Client needs to meet its own duties to authorities and to the persons concerned."
    ),
    ("breach", "excuse"): (
        "The acts of others, an attack included, excuse the Provider only to the extent that it kept to the security measures of the schedule."
    ),
    ("breach", "decide"): (
        "The Client alone decides which authorities and persons are told of a breach of data, when and in what words, and whether "
        "processing is suspended."
    ),
    ("breach", "leave"): (
        "A breach of data that concerns more than [1,000] persons is a material breach that cannot be cured: the Client may terminate "
        "on [30] days' notice given within [6] months of learning of it."
    ),
    ("price", "decide"): (
        "A party that asks for an adjustment shall show the movement on which it relies; the other shall answer within [20] working "
        "days, failing which the expert of the disputes clause decides."
    ),
    ("distress", "act"): (
        "A party shall tell the other within [2] working days of a distress event in itself, its guarantor or a key subcontractor (a "
        "downgrade below [BBB-], accounts late or qualified, a standstill asked for), and within [10] present a plan by which the "
        "Services go on."
    ),
    ("distress", "remedy"): (
        "After a distress event in a party the other may call for the guarantee of its parent or for security worth [3] months' Charges; "
        "where it is the Provider's, the Client may also pay key subcontractors direct, take the exit plan to readiness at the Provider's "
        "cost, and step in."
    ),
    ("distress", "decide"): (
        "The other party decides within [5] working days whether the plan presented after a distress event is accepted; until then the "
        "Provider moves no key person and no asset used for the Services to other work, and the Client pays what is due in full."
    ),
    ("control", "act"): (
        "A party shall tell the other of a change of control as soon as the law allows, and no later than [5] working days after it, "
        "naming who acquires it."
    ),
    ("control", "decide"): (
        "Within [30] working days of notice the Client may object on reasonable grounds: an acquirer that competes with it, is "
        "subject to sanctions, or weakens the Provider's standing. Service, people and security stay as they are until then."
    ),
    ("control", "leave"): (
        "The Client may terminate, without compensation, by notice given within [6] months of learning of a change of control to "
        "which it has not agreed."
    ),
    ("order", "pay"): (
        "Each party bears what an order addressed to it costs; where an order was provoked by a party's breach, that party bears it. "
        "Charges for services that an order stops are not due while it stops them."
    ),
    ("order", "decide"): (
        "Within [5] working days of an order the parties shall settle what is stopped or changed, and in what sequence; failing which "
        "the Client decides, within what the order allows."
    ),
    ("order", "leave"): (
        "If an order keeps a substantial part of the Services from being performed for more than [60] days, either party may "
        "terminate that part on [30] days' notice, without a fee."
    ),
    ("surge", "limit"): (
        "What is due for units above the forecast, in surcharges or in damages, shall not come to more than [10 %] of the Charges for the month."
    ),
    ("delay", "measure"): (
        "A milestone is delivered on the day on which the acceptance tests of the schedule have been passed; if the Client does not answer "
        "within [10] working days of being asked to test, they count as passed."
    ),
    ("delay", "act"): (
        "The Provider shall tell the Client of an expected delay within [2] working days of learning of it, with its cause and a plan to recover."
    ),
    ("delay", "excuse"): (
        "A milestone is put off by the days by which an act or omission of the Client delays it, if the Provider has told the Client of it "
        "within [5] working days; nothing else excuses delay but an event under the force majeure clause."
    ),
    ("delay", "remedy"): (
        "For each week by which a milestone is late the Provider shall pay [1 %] of its price, as a genuine estimate of what the delay costs, "
        "and shall keep to a plan to recover that the Client has approved."
    ),
    ("delay", "limit"): "What is due for the delay of a milestone shall not exceed [10 %] of its price.",
    ("delay", "decide"): (
        "Within [5] working days of a milestone being missed the Client decides whether the plan to recover is accepted; failing which the "
        "expert of the disputes clause decides."
    ),
    ("delay", "leave"): (
        "If a milestone is later than [120] days for reasons that are the Provider's the Client may terminate this Agreement, or the part "
        "that depends on it, on [30] days' notice and without a fee."
    ),
    ("late payment", "excuse"): (
        "The Client may hold back what it disputes in good faith, if it gives its reasons before the due date and pays the rest; whatever was "
        "held back without cause bears interest from the due date."
    ),
    ("late payment", "limit"): "Interest on sums paid late in a year shall not come to more than [2 %] of its Charges.",
    ("late payment", "leave"): (
        "If more than [2] months' undisputed Charges are overdue for [30] days after a reminder the Provider may terminate this Agreement on "
        "[60] days' notice, and not if they are paid within it; until then the Services go on."
    ),
    ("exit", "decide"): (
        "A party that ends this Agreement, or is ordered to, tells the other in writing under which clause or order, and from which day; what is "
        "in dispute about it the expert of the disputes clause decides within [20] working days, and exit assistance begins meanwhile."
    ),
    ("regulation", "excuse"): (
        "Until the day by which a change in law must be complied with, and for as long as its text is not final, no party is in breach for "
        "want of complying with it."
    ),
    ("regulation", "leave"): (
        "If complying with a change in law would cost a party more than [20 %] of the Charges of a year, and no terms are agreed within [60] "
        "days, either party may terminate the part concerned on [90] days' notice."
    ),
    ("change", "limit"): (
        "Changes that the Provider's own technology or way of working calls for cost the Client nothing; other changes of a year "
        "together cost no more than [10 %] of its Charges unless the Client agrees in writing."
    ),
}


def words_for(event: str, question: str, to_agree: str) -> str:
    """The sentence for a question of an event, its figures marked as open; "" where a kind of clause has the words."""
    said = WORDS.get((event, question), "")
    return f"{said} {to_agree}" if said else ""
