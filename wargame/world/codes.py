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
    "H001": Code("history that is not such a table", "Events need a start, an end and what they fall on, volumes a date.", "start,component"),
    "H002": Code("time that cannot be read", "A dated outage needs a date and a clock time.", "28/02/2027"),
    "H003": Code("row that names what is not there", "Components and services must be the scenario's.", "component: platfrom"),
    "H004": Code("two ways of telling the time", "Some rows carry a zone and some do not; they cannot be put in order.", "09:37 beside 09:37Z"),
    "H006": Code("event that no history has", "What cannot be replayed would be left out in silence.", "event: earthqake; a slump of 0 %"),
    "H007": Code("volume that cannot be replayed", "Volumes are whole units, and a day has one.", "4 120.5; a day told twice"),
    "H008": Code("dated volumes out of step", "A gap may be a quiet day or a lost file; nobody can tell.", "3 March after 1 March"),
    "H005": Code("event that ends before it starts", "Its length would be negative.", "start 12:00, end 11:00"),
    "H009": Code("row that is there twice", "It would happen twice, and a surge would be twice as high.", "two rows alike in every cell"),
    "H010": Code("history of other years", "Nothing of the file would be replayed.", "rows of 2024 for an agreement from 2027 on"),
    "H012": Code("length that cannot be read", "A length needs a unit, and is never negative.", "90 in a column called duration"),
    "H011": Code("detection that cannot be", "An outage is detected once it has begun, by the clock.", "detected 08:50 of an outage from 09:00 on"),
    "T001": Code("not a table to fit", "A first row must name the columns, and rows must follow.", "a file of one column; an empty table"),
    "T002": Code("row of another width", "Its cells could not be told apart.", "2027-01-04,voice under date,service,volume"),
    "T003": Code("column that is not there", "A date and a volume, or a start and an end, are the least.", "--volume cals"),
    "T012": Code("figure of which nobody can tell the marks", "3.275 is three, or three thousand.", "3.275 in a file of semicolons"),
    "T013": Code("length that cannot be read", "A length needs a unit, and is never negative.", "90 in a column called duration"),
    "T014": Code("time zone that nobody knows", "Times with an offset could not be brought to it.", "--time-zone Europe/Lodnon"),
    "T004": Code("date that cannot be read", "A row without its day could be of any.", "2027-02-30; 46000; 04.02.27"),
    "T005": Code(
        "day or month first", "5 March and 3 May are both possible for every date of the file.", "05-03-2027 in a file without a day above 12"
    ),
    "T006": Code("two time zones", "Rows could not be put on one calendar.", "09:37Z beside 09:37+01:00"),
    "T007": Code("volume that is none", "A volume is a number that is not negative.", "-12; twelve; 1.234,5"),
    "T008": Code(
        "two figures for one moment", "Either one is wrong or they are parts of one figure.", "2027-01-04,voice,100 and 2027-01-04,voice,120"
    ),
    "T009": Code("too many days missing", "What is left would be no picture of the period.", "more than a fifth of the days without a row"),
    "T010": Code("incidents that end before they begin", "Most do, so start and end must be mixed up.", "--when closed_at --end opened_at"),
    "T011": Code(
        "two files for one figure", "A scenario has one figure for each service and component.", "wargame fit voice-2025.csv voice-2026.csv"
    ),
}
