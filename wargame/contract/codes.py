"""What each code of a refusal means: what it looks for, why it matters, and an example, as `wargame explain D012` prints it."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """A code in words: a short title, why it is refused, and an example of what is."""

    title: str
    why: str
    example: str


CODES: dict[str, Code] = {
    "F001": Code("no such file", "The path names nothing, so there is nothing to read.", "wargame check contracts/caer.md"),
    "F002": Code("not a file", "A directory, pipe or device has no end that can be relied on.", "wargame check contracts/"),
    "F003": Code("unreadable file", "The system refuses to open or read the file.", "a file without read permission"),
    "F004": Code("file too large", "An agreement is never larger than 5 MB; a larger file is some other file.", "wargame check backup.tar"),
    "F005": Code("not UTF-8 text", "In another encoding, signs such as £ would be misread in silence.", "a file saved as UTF-16 or Windows-1252"),
    "F006": Code("empty file", "Absent is never zero: an empty file is a mistake, not an empty agreement.", "a file that was never saved"),
    "Y001": Code("not YAML", "The terms cannot be taken apart, so nothing in them can be trusted.", "note: see clause 4: it applies"),
    "Y002": Code("anchor or alias", "A term must stand where it is read; aliases can also blow up to fill memory.", "cap: &cap GBP 5 000 000"),
    "Y003": Code("tag or directive", "Tags can build objects and run code; every value here is text, read by its clause.", "cap: !!float 5"),
    "Y004": Code("nested too deeply", "No term needs more than 50 levels; deeper nesting is damage or an attack.", "[[[[[[…"),
    "Y005": Code("key given twice", "YAML would keep the last and drop the first in silence.", "cap: GBP 1 000 000 … cap: GBP 2 000 000"),
    "Y006": Code("second document", "Only the first would be read.", "kind: … --- kind: …"),
    "Y007": Code("key that is not a word", "The name of a term is a word.", "? [a, b] : c"),
    "Y008": Code("number split at a comma", "Inside braces YAML reads 100,000 as 100 and a term called 000.", "{up to: 100,000, price: GBP 4}"),
    "Y009": Code("tab or odd line break", "A tab has no agreed width; the level of a term would be guessed.", "a line of terms indented with a tab"),
    "R001": Code("module that does not load", "A clause kind, shock, check or section could not be imported.", "a file with a syntax error"),
    "R002": Code("two classes of one kind", "A draft could not say which of them it means.", 'two files whose class has kind = "unit_charge"'),
    "D001": Code("no front matter", "Parties, currency, effective date and term are needed to read the rest.", "a draft that begins with a heading"),
    "D002": Code("front matter that cannot be read", "The setting of the agreement would be guessed.", "effective: 01/02/2027"),
    "D003": Code("term that cannot be read", "A value must have the unit that its term is about.", "at risk: 4 hours"),
    "D004": Code("unknown term", "A term that no rule reads would be ignored in silence.", "pric: GBP 4.20"),
    "D005": Code("missing term", "Absent is never zero, and this term has no usual value.", "a unit_charge without service"),
    "D006": Code("blank term", "An unknown figure is a value of its own: it is played as a range, never as zero.", "cap: TBC"),
    "D007": Code("one number, two headings", "A reference to it would have two meanings.", "## 5.1 Call charge … ## 5.1 Email charge"),
    "D008": Code("two terms blocks in one provision", "A posting is explained by one clause, which has one rule.", "two ```terms blocks under 8.2"),
    "D009": Code("fence never closed", "Everything after it is taken for its contents.", "```terms without a closing ```"),
    "D010": Code("terms without a clause number", "Money that moves must be traced to a numbered provision.", "a terms block under ## Charges"),
    "D011": Code("block that may be meant as terms", "It would be read as prose, and its terms would have no effect.", "```term"),
    "D012": Code("kind unknown or not said", "The kind says by which rule the terms are read.", "kind: unit_chrage"),
    "D013": Code("empty or mixed terms block", "A provision either has terms or says that it has none.", "terms: none, beside cap: GBP 1"),
    "D014": Code("reference to no clause", "A rule leaning on a missing clause does nothing. 12.1 is not 12.10.", "service level: 8.11"),
    "D015": Code("service not in the front matter", "Its volume is in no scenario.", "service: voices"),
    "D016": Code("party not in the front matter", "The ledger is kept by role; money would go to nobody.", "payer: suplier"),
    "D017": Code("document of the agreement not usable", "A listed document must be a file of the draft's folder, once.", "documents: [../other.md]"),
    "D018": Code("no numbered provision", "There is nothing that could be played or referred to.", "a draft with titles only"),
    "C001": Code("clause that cannot be compiled", "Its terms are each right and do not go together.", "bands that end before they begin"),
    "C002": Code("clause that does not give what another reads", "The rule would have nothing to work on.", "service level: 5.1, a price"),
    "C003": Code("no such option", "A construction has a closed list of options, so that each can be played.", "bands apply: sideways"),
    "C004": Code("clauses that wait for each other", "No order of the month end would be right.", "5.1 reads 8.2, which reads 5.1"),
    "V001": Code("variants file not as it should be", "A variant has a name, a why, and patch, add or remove.", "variants: {higher cap: {}}"),
    "V002": Code("variant names what is not there", "A patch on a missing clause would compare the draft with itself.", 'patch: {"12.11": …}'),
    "V003": Code("term to leave out is not there", "Leaving out what is absent changes nothing.", "absent: [pric]"),
    "V004": Code("name of a variant not usable", "Names become folders of the results, on every system, and tell variants apart.", "../../x"),
    "V005": Code("added clause is already there", "Two provisions would have one number.", 'add: {"8.2": …} where the draft has 8.2'),
}
