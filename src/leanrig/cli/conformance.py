"""`leanrig conformance`: our engine held against Lean's own regression algorithms."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.cli.terminal import Terminal

if TYPE_CHECKING:
    from leanrig.pipeline.conformance import Conformed

__all__ = ["conformance"]

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("names", nargs=-1)
@click.option("--lean", "checkout", required=True, metavar="PATH_TO_LEAN_CHECKOUT", type=_FOLDER)
@click.option(
    "--results", metavar="FOLDER", type=_FOLDER, help="Compare with recorded answers, not the published ones."
)
@click.option("--data", metavar="FOLDER", type=_FOLDER, help="Default: the checkout's own Data.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many run side by side. Default: one a core.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def conformance(
    terminal: Terminal,
    *,
    names: tuple[str, ...],
    checkout: Path,
    results: Path | None,
    data: Path | None,
    jobs: int | None,
    as_json: bool,
) -> int:
    """Run Lean's own regression algorithms (NAMES, or all) and compare every statistic and the order-list hash.

    What is expected is read from the checkout's Algorithm.CSharp, or from a folder of answers recorded from real Lean.
    Exit code 1 when anything differs.
    """
    terminal.as_json = as_json
    from leanrig.pipeline.conformance import conformance as run
    from leanrig.pipeline.conformance import targets

    chosen = targets(checkout, names, results=results)
    count = 0
    with terminal.step("conformance") as (step, _):

        def done(item: "Conformed") -> None:
            nonlocal count
            count += 1
            step.progress(count / len(chosen), item.target.name)

        found = run(chosen, EmbeddedRunner(), checkout=checkout, data=data, jobs=jobs, done=done)
    if as_json:
        terminal.object({"algorithms": [_described(item) for item in found]})
    else:
        _table(terminal, found)
    return 0 if all(item.is_equal for item in found) else 1


def _described(item: "Conformed") -> dict[str, object]:
    return {
        "name": item.target.name,
        "tier": item.target.tier,
        "against": item.target.against,
        "statistics_equal": item.comparison.equal,
        "statistics_total": item.comparison.total,
        "hash_equal": item.comparison.hash_equal,
        "seconds": round(item.seconds, 3),
        "reason": item.reason,
    }


def _table(terminal: Terminal, found: list["Conformed"]) -> None:
    width = max((len(item.target.name) for item in found), default=0)
    for item in found:
        counts = f"{item.comparison.equal:>3}/{item.comparison.total:<3}"
        digest = {True: "hash", False: "  – ", None: "    "}[item.comparison.hash_equal]
        sign = "ok" if item.is_equal else "!!"
        line = f"{sign}  {item.target.tier}  {item.target.name:<{width}}  {counts} {digest} {item.seconds:>6.1f} s"
        terminal.result(f"{line}  {item.reason}".rstrip())
    equal = sum(item.is_equal for item in found)
    against = found[0].target.against if found else "published"
    terminal.result(
        f"\n{equal} of {len(found)} equal the {against} answers in every statistic and in the order-list hash"
    )
