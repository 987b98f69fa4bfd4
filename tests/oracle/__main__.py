"""`python -m tests.oracle --histories 100`: a table of agreements, histories, postings compared and postings that differ."""

from __future__ import annotations

import argparse
from collections import Counter

from tests.oracle.agreements import AGREEMENTS
from tests.oracle.door import compare


def main() -> None:
    """Compare, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--histories", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--agreement", choices=sorted(AGREEMENTS), action="append")
    parser.add_argument("--mode", choices=("built", "disputed", "decided"), default="built", help="which terms may be drawn")
    parser.add_argument("--rows", type=int, default=0, help="print so many differing rows of each history")
    options = parser.parse_args()
    for name in options.agreement or list(AGREEMENTS):
        postings, groups, lives = 0, Counter(), {}
        for seed in range(options.first, options.first + options.histories):
            try:
                count, differences = compare(name, seed, options.mode)
            except Exception as refused:
                groups["refused", type(refused).__name__, str(refused)[:300]] += 1
                continue
            postings += count
            for row in differences:
                groups[row.clause, row.kind, row.head] += 1
                lives.setdefault((row.clause, row.kind, row.head), set()).add(seed)
            for row in differences[: options.rows]:
                print(f"  {name} {seed}: {row}")
        wrong = sum(groups.values())
        print(f"{name}: {options.histories} histories, {postings} postings compared, {wrong} differ")
        for group, count in groups.most_common():
            seeds = sorted(lives.get(group, ()))
            print(f"    {' | '.join(group)}: {count} in {len(seeds)} histories {seeds[:8]}")


if __name__ == "__main__":
    main()
