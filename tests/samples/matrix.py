"""Which clauses of contracts/customer-care-repaired.md answer which question of which event, written by hand from the agreement.

A clause stands in a cell if its words answer the question for some event of the kind, such as 9.1, which says who pays for an outage that outlasts
four hours. A cell without a clause is silent: nothing in the agreement says, for instance, how a delay is measured.
"""

from __future__ import annotations

MATRIX: dict[str, dict[str, str]] = {
    "outage": {
        "measure": "8.1 8.3",  # availability
        "act": "4.2 8.15 9.2 10.1 10.2 15.2 16.1 16.2",  # give notice, plan, recover, escalate, remedy; notify a claim
        "pay": "8.2 8.4 8.7 8.9 8.11 8.13 8.15 9.1 9.2 11.2 12.6",  # credits, what is earned back, damages, abatement, indemnity
        "excuse": "4.2 5.5 8.1 8.3 9.1 11.2",  # client events, the minimum, planned work, the public network, force majeure
        "remedy": "8.2 8.4 8.7 8.9 8.11 8.15 9.1 9.2 12.6",
        "limit": "8.2 8.4 8.7 8.9 8.11 9.1 12.1 12.2 12.3 12.4 12.5 12.7 12.8",  # at-risk amounts, caps, exclusions, sole remedies
        "decide": "9.1 9.2 10.1 10.2",
        "leave": "15.1 15.2 15.3 15.4",
    },
    "delay": {
        "measure": "",
        "act": "16.1 16.2",
        "pay": "7.4 7.5 7.6",
        "excuse": "7.4 7.5",  # delay that the client has caused
        "remedy": "7.4 7.5 7.6",
        "limit": "7.4 7.5 12.1 12.2 12.3 12.4 12.5",
        "decide": "7.4 7.5",
        "leave": "7.4 7.5 15.1 15.3",
    },
    "surge": {
        "measure": "3.2 3.3 5.1 5.2 8.6 8.8",  # against the forecast, by the unit, by what waits
        "act": "3.3 10.3",
        "pay": "3.2 3.3 5.1 5.2 5.9 10.3",
        "excuse": "3.2 3.3 8.6",
        "limit": "3.3",
        "decide": "3.2 10.3",
    },
    "regulation": {"act": "7.1", "pay": "14.1", "excuse": "", "limit": "14.1", "decide": "7.1", "leave": "15.3"},
    "late payment": {"act": "5.7", "pay": "5.7", "excuse": "5.11", "remedy": "5.7", "limit": "12.9", "leave": "15.3"},
    "exit": {"act": "15.6", "pay": "15.3 15.6", "decide": "7.4 7.5 15.1 15.2 15.3 15.4"},
}

EXPECTED: dict[tuple[str, str], frozenset[str]] = {
    (event, question): frozenset(clauses.split()) for event, row in MATRIX.items() for question, clauses in row.items()
}
