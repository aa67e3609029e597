"""`leanrig compare`: two or three runs, held against each other."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.terminal import Terminal

if TYPE_CHECKING:
    from leanrig.model.comparison import Comparison, Difference, Part

__all__ = ["compare", "comparison_lines", "described_comparison"]

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("runs", nargs=-1, required=True, metavar="A B [C]", type=_FOLDER)
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0, max=1, max_open=True),
    default=0.0,
    metavar="FRACTION",
    help="How far prices, fees and equity may lie apart, as a fraction. Default: not at all.",
)
@click.option(
    "--html", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write one page that shows it all."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def compare(terminal: Terminal, *, runs: tuple[Path, ...], tolerance: float, html: Path | None, as_json: bool) -> int:
    """Hold the run in folder A against the one in B (and in C): orders first, then equity, statistics and inputs.

    Any folder with Lean's result files will do, whoever left them. Exit code 0 where they are equal, 1 where they are
    not, 2 where a folder holds no run.
    """
    terminal.as_json = as_json
    from leanrig.pipeline.compare import compare_runs

    found = compare_runs(runs, tolerance=tolerance, html=html)
    if as_json:
        from leanrig.backtest.compare_left_out import LEFT_OUT

        is_equal = all(item.is_equal for item in found)
        comparisons = [described_comparison(item) for item in found]
        terminal.object({"equal": is_equal, "comparisons": comparisons, "left_out": LEFT_OUT})
    else:
        for line in (line for item in found for line in comparison_lines(item)):
            terminal.result(line)
    return 0 if all(item.is_equal for item in found) else 1


def comparison_lines(comparison: "Comparison") -> list[str]:
    """Return a comparison as lines to show: the first difference of each part, with both sides."""
    left, right = comparison.left, comparison.right
    lines = [f"{side.name}  {side.folder}  {side.engine}".rstrip() for side in (left, right)]
    for part in comparison.parts:
        lines.append(f"{'ok' if part.is_equal else '!!'}  {part.name:<10}  {part.equal} of {part.total} equal")
        if part.differences:
            lines += _difference_lines(part, left.name, right.name)
        if part.note:
            lines.append(f"    not compared: {part.note}")
    lines += [f"    {note}" for note in comparison.notes]
    return [*lines, "equal" if comparison.is_equal else f"different: {_first(comparison)}", ""]


def _difference_lines(part: "Part", left: str, right: str) -> list[str]:
    lines = []
    for difference in part.differences[: _shown(part)]:
        when = f"  at {difference.time:%Y-%m-%d %H:%M:%S} UTC" if difference.time else ""
        lines += [
            f"    {difference.what}{when}",
            f"        {left}  {difference.left}",
            f"        {right}  {difference.right}",
        ]
    return lines


def _shown(part: "Part") -> int:
    """Return how many differences to show: inputs are causes, and each of them counts."""
    return {"inputs": 10, "orders": 3}.get(part.name, 1)


def _first(comparison: "Comparison") -> str:
    return comparison.first.what if comparison.first else ""


def described_comparison(comparison: "Comparison") -> dict[str, object]:
    """Return a comparison as the object that `--json` prints."""
    return {
        "equal": comparison.is_equal,
        "sides": [
            {"name": side.name, "folder": str(side.folder), "engine": side.engine}
            for side in (comparison.left, comparison.right)
        ],
        "first": _described(comparison.first) if comparison.first else None,
        "parts": {
            part.name: {
                "equal": part.equal,
                "total": part.total,
                "differences": [_described(difference) for difference in part.differences],
                "not_compared": part.note,
            }
            for part in comparison.parts
        },
        "notes": list(comparison.notes),
    }


def _described(difference: "Difference") -> dict[str, object]:
    time = difference.time.isoformat() if difference.time else None
    return {"what": difference.what, "left": difference.left, "right": difference.right, "time": time}
