"""`python -m tests.oracle --histories 100`: a table of agreements, histories, postings compared and postings that differ.

`--feature "lower edges"` draws one thing more than what is clear and built, `--features` each of them in turn.
"""

from __future__ import annotations

import argparse
from collections import Counter

from tests.oracle.agreements import AGREEMENTS
from tests.oracle.door import compare
from tests.oracle.features import FEATURES


def table(name: str, feature: str, seeds: range, rows: int) -> None:
    """Compare one agreement in some histories, and print what differs by clause and head."""
    postings, wrong, groups = 0, 0, Counter()
    lives: dict[str, set[int]] = {}
    for seed in seeds:
        try:
            count, differences = compare(name, seed, feature)
        except Exception as refused:  # a draft that is refused is told, and the others are still compared
            group = f"{type(refused).__name__}: {str(refused).splitlines()[0][:110]}"
            lives.setdefault(group, set()).add(seed)
            groups[group] += 1
            continue
        postings, wrong = postings + count, wrong + len(differences)
        for row in differences:
            group = f"{row.clause} {row.kind} ({row.head})"
            groups[group] += 1
            lives.setdefault(group, set()).add(seed)
        for row in differences[:rows]:
            print(f"        {name} {seed}: {row}")
    print(f"{name + (': ' + feature if feature else ''):44} {len(seeds):4} histories {postings:6} postings {wrong:5} differ")
    for group, count in groups.most_common():
        print(f"    {group}: {count} in {len(lives[group])} histories {sorted(lives[group])[:6]}")


def main() -> None:
    """Compare, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--histories", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--agreement", choices=sorted(AGREEMENTS), action="append")
    parser.add_argument("--feature", choices=sorted(FEATURES), default="")
    parser.add_argument("--features", action="store_true", help="each feature in turn, where it can be seen")
    parser.add_argument("--rows", type=int, default=0, help="print so many differing rows of each history")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.histories)
    wanted = FEATURES if options.features else [options.feature]
    for feature in wanted:
        for name in options.agreement or (FEATURES[feature].where if feature else AGREEMENTS):
            table(name, feature, seeds, options.rows)


if __name__ == "__main__":
    main()
