"""What each code of a refused run, replay or explanation means, as `wargame explain X001` prints it."""

from __future__ import annotations

from wargame.core.problem import Code

CODES: dict[str, Code] = {
    "X001": Code("input changed since the run", "Lives played again would not be those of the run.", "a draft edited after `wargame run`"),
    "X002": Code("no such variant", "The file of variants has none of that name.", "--variant 'higer cap'"),
    "X003": Code("service without a world", "The draft's services must be in the scenario.", "a draft with cases, a scenario with voice alone"),
    "X004": Code("two scenarios of one name", "Results are kept by the name of the scenario's file.", "-s a/storm.yaml -s b/storm.yaml"),
    "X005": Code("clause that cannot be measured", "The scenario lacks a fact it reads; it is left out of the run.", "a service that needs nothing"),
    "X006": Code("shock after the end", "It would never happen, and nothing would say so.", "arrives: {date: 2072-03-01}"),
    "X007": Code("right that no clause gives", "A misspelt right would never be used, in silence.", "rights: {terminate for cronic failure: …}"),
    "X008": Code(
        "party that the agreement does not have",
        "Behaviour goes by the roles of the front matter; a misspelt role would do nothing, in silence.",
        "payment: {customer: …}",
    ),
    "X009": Code(
        "figure beyond what is exact",
        "Money is computed to the last unit; a sum or a date that does not fit would be wrong in silence.",
        "a fixed charge for 1 000 000 sites",
    ),
    "X010": Code("not a run", "The directory has no manifest that can be read.", "wargame replay contracts 0"),
    "X011": Code("results damaged", "A result file is missing, damaged, of another run or of another version.", "a truncated file"),
    "X012": Code("no such cell", "The run did not play that scenario and variant.", "replay RUN 0 --scenario storm"),
    "X013": Code("no such future", "The run has fewer futures.", "replay RUN 9000 of a run of 8,192"),
    "X014": Code("no such posting", "A posting is scenario/variant/reading/future/sequence.", "explain RUN 17"),
    "X015": Code(
        "no figure at the beginning", "A level by date is in force from its day on.", "a first level of 2027-03-10, in an agreement from 2027-01-01"
    ),
    "X016": Code("more than a life can hold", "It would not fit into memory.", "1,000 outages a month for three years; shocks that raise each other"),
    "X017": Code(
        "no figure on a base", "A new base is linked to the old one by the levels before and after it.", "a series rebased after its last level"
    ),
    "X018": Code(
        "milestone without one date",
        "A milestone is due when the agreement says so; the scenario says how late it comes.",
        "due: 2027-05-01 in the draft, 2027-06-01 in the scenario",
    ),
    "X020": Code("sample not found", "`wargame demo` needs the sample agreement of a clone of the project.", "wargame demo in an empty directory"),
    "X030": Code("nothing of that name", "It is no clause kind, shock, check or code.", "explain service_credits"),
    "X040": Code("file already there", "A template never writes over a file.", "wargame new clause unit_charge"),
    "X050": Code("no such reader", "A report is for kinds of reader, or for the readers of a party.", "--for lawyers"),
    "X051": Code("package missing", "The report could not be written, so nothing is played.", "a Python without XlsxWriter"),
    "X052": Code("no room for a shared copy", "It would be sent with files that are not to be shared.", "--share --out reports/care of a full run"),
    "X053": Code(
        "directory of another result", "A run and a comparison each have a manifest.json of their own.", "compare … --out reports/ours of a run"
    ),
    "X054": Code("no such format", "A run is written in the formats that `--export` names, or in the usual ones.", "--export pdf"),
    "X060": Code("no such finding", "A finding's name is check:clause, as the register shows it.", "wargame apply RUN tier-gap:8.2"),
    "X061": Code("finding without a patch", "Only words can answer it; write the variant by hand.", "wargame apply RUN calendar-month:8.1"),
    "X062": Code(
        "not a file of variants", "Patches are written over patches, never over a draft.", "wargame apply ours.md tier-gap:8.2 --out ours.md"
    ),
    "X070": Code("file that is not a fit", "`wargame fit` writes over nothing but what it wrote.", "wargame fit volumes.csv -o baseline.yaml"),
    "X071": Code("not a rate", "A rate of arrival says how many in which time.", "--rate often"),
    "X041": Code("not a name for a file", "Names become files: small letters, digits, - and _.", "wargame new clause ../x"),
}
