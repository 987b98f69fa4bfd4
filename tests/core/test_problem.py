"""Problems come in reading order, with the line, a caret under the fault and the way out."""

from wargame.core.problem import BadInput, Place, Problem, listing, render, suggest


def test_a_problem_is_rendered_with_line_caret_other_places_and_hint() -> None:
    problem = Problem("D012", Place("care.md", 2, 7), '"unit_chrage" is not a kind', 'did you mean "unit_charge"?', also=(Place("care.md", 1, 1),))
    assert render(problem, ["first", "kind: unit_chrage"]).split("\n") == [
        'care.md:2:7: D012: "unit_chrage" is not a kind',
        "  kind: unit_chrage",
        "        ^",
        "  also: care.md:1:1",
        '  hint: did you mean "unit_charge"?',
    ]


def test_a_problem_of_the_whole_file_has_no_line() -> None:
    assert render(Problem("F001", Place("care.md", 0, 0), "there is no such file"), []) == "care.md: F001: there is no such file"


def test_the_caret_stands_under_the_fault_after_wide_characters_and_in_long_lines() -> None:
    wide = render(Problem("X", Place("f", 1, 3), "m"), ["契約x"]).split("\n")
    assert wide[2] == "  " + "    " + "^"
    long = render(Problem("X", Place("f", 1, 501), "m"), ["a" * 500 + "X" + "b" * 500]).split("\n")
    assert long[1][long[2].index("^")] == "X"
    assert len(long[1]) < 160


def test_control_characters_never_reach_the_terminal() -> None:
    assert "\x1b" not in render(Problem("X", Place("f", 1, 1), "m"), ["\x1b[31mred"])


def test_bad_input_sorts_its_problems_and_says_each_once() -> None:
    late, early = Problem("A", Place("f", 10, 1), "late"), Problem("A", Place("f", 9, 5), "early")
    assert BadInput([late, early, late]).problems == (early, late)


def test_suggestions_and_listings() -> None:
    assert suggest("pric", ["price", "bands"]) == 'did you mean "price"?'
    assert suggest("zebra", ["price", "bands"]) == ""
    assert listing("abc", most=2) == "a, b and 1 more"
