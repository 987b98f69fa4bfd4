"""What each code of a refused scenario or history means, as `wargame explain S005` prints it."""

from __future__ import annotations

from wargame.core.problem import Code

CODES: dict[str, Code] = {
    "S001": Code("scenario that cannot be read", "A world must be what its author meant, with units.", "noise: {weekly: much}"),
    "S002": Code("not a scenario", "A scenario is a map of services, components, economics, shocks and so on.", "a list, or a single text"),
    "S003": Code("unknown kind of shock", "A shock that nobody can draw would be left out in silence.", "kind: volume_sruge"),
    "S004": Code("scenarios based on each other", "There would be no bottom to stand on.", "a.yaml based on b.yaml, which is based on a.yaml"),
    "S005": Code("name that is not described", "What is named must be in the scenario.", "needs: [platfrom]"),
    "S006": Code("world that cannot be", "No life can be played in it.", "a service whose demand is 0; outages without repair"),
    "S007": Code("things that wait for each other", "Nobody could say which comes first.", "a flood after an outage that follows the flood"),
    "H001": Code("history without its columns", "Each row needs a start, an end and a component.", "start,component"),
    "H002": Code("time that cannot be read", "A dated outage needs a date and a clock time.", "28/02/2027"),
    "H003": Code("row that names what is not there", "The component must be one of the scenario's.", "component: platfrom"),
    "H004": Code("two ways of telling the time", "Some rows carry a zone and some do not; they cannot be put in order.", "09:37 beside 09:37Z"),
    "H006": Code("event that no history has", "What cannot be replayed would be left out in silence.", "event: earthqake; a slump of 0 %"),
    "H007": Code("volume that cannot be replayed", "Volumes are whole units, and a day has one.", "4 120.5; a day told twice"),
    "H005": Code("outage that ends before it starts", "Its length would be negative.", "start 12:00, end 11:00"),
}
