"""`wargame demo`: the whole job on the sample agreement."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wargame.commands._playing import print_verdict, progress
from wargame.core.problem import BadInput, Place, Problem


@click.command()
@click.option("--futures", type=click.IntRange(1, 1_000_000), default=2048, show_default=True)
@click.option("--workers", type=click.IntRange(1, 256), default=None)
@click.option("--out", type=click.Path(), default=str(Path("reports") / "demo"), show_default=True)
@click.option("--png", is_flag=True, help="Write the charts as PNG pictures too (needs matplotlib).")
@click.option("--json", "as_json", is_flag=True)
def command(futures: int, workers: int | None, out: str, png: bool, as_json: bool) -> int:
    """The whole job on the sample agreement, in under a minute."""
    from wargame.studies.run import run

    here = Path(__file__).resolve().parents[2]
    home = Path() if Path("contracts/customer-care.md").is_file() else here
    names = ("baseline", "peak-surge", "platform-outage", "new-regulation", "perfect-storm")
    draft = home / "contracts" / "customer-care.md"
    if not draft.is_file():
        raise BadInput([Problem("X020", Place(str(draft), 0, 0), "the sample agreement is not here", "run `wargame demo` in a clone of the project")])
    with progress() as heard:
        played = run(
            draft,
            [home / "scenarios" / f"{name}.yaml" for name in names],
            variants=home / "contracts" / "customer-care.variants.yaml",
            futures=futures,
            workers=workers,
            out=out,
            postings=100,
            png=png,
            progress=heard,
            command=sys.argv[1:],
        )
    print_verdict(played, Path(out), as_json)
    return 0
