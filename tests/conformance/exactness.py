"""Writes into docs and README what is exact and how that is proven, from runs: `python tests/conformance/exactness.py`.

A test holds the pages to what it finds.
"""

import ast
import re
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from conformance.bare import BARE, EXACT, NOT_YET, Run, order_list_hash, run_bare  # noqa: E402

from leanrig.backtest.embedded import EmbeddedRunner  # noqa: E402
from leanrig.backtest.runner import BacktestJob  # noqa: E402

PAGES = (ROOT / "docs" / "engine.md", ROOT / "README.md")
_BLOCK = "<!-- {name}: written by tests/conformance/exactness.py -->"
_END = "<!-- end -->"


def exact_table(runs: Iterable[Run]) -> str:
    """Return the table of what equals real Lean, counted: equal of all."""
    lines = [
        "| strategy | orders | order events | equity samples | benchmark samples | statistics | order-list hash |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for run in runs:
        answer, result = run.answer, run.result
        cells = (
            _count(ours_orders(run), leans_orders(run)),
            _count(plain_events(run.events), plain_events(run.lean_events)),
            _count(series(result, "Strategy Equity", "Equity"), answer["equity"]),
            _count(series(result, "Benchmark", "Benchmark"), answer["benchmark"]),
            _count(sorted(result["statistics"].items()), sorted(answer["statistics"].items())),
            "equal" if order_list_hash(run) == answer["order_list_hash"] else "differs",
        )
        lines.append(f"| {run.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def not_yet_table() -> str:
    """Return the strategies that are carried but not held against the engine, with reasons."""
    return "\n".join(f"- {name}: {reason}" for name, reason in NOT_YET.items()) or "- none"


def members_text() -> str:
    """Return how much of QCAlgorithm is there: an algorithm asks for each member that Lean's own stubs list."""
    wanted = _lean_members()
    missing = sorted(_missing_members(wanted))
    there = wanted - set(missing)
    names = ", ".join(f"`{name}`" for name in missing)
    return f"{len(there)} of the {len(wanted)} members of Lean's QCAlgorithm are there. Not yet: {names}."


def with_block(page: str, name: str, text: str) -> str:
    """Return the page with the block called `name` replaced; a page without it stays as it is."""
    start = re.escape(_BLOCK.format(name=name))
    return re.sub(f"{start}\n.*?{_END}", lambda _: f"{_BLOCK.format(name=name)}\n{text}\n{_END}", page, flags=re.DOTALL)


def written_pages(runs: Iterable[Run]) -> dict[Path, str]:
    """Return the pages as they must be."""
    blocks = {"exact": exact_table(runs), "not yet": not_yet_table(), "members": members_text()}
    pages = {}
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        for name, block in blocks.items():
            text = with_block(text, name, block)
        pages[path] = text
    return pages


def series(result: dict[str, Any], chart: str, name: str) -> list[Any]:
    """Return the points of one series of a result file."""
    values: list[Any] = result["charts"][chart]["series"][name]["values"]
    return values


def ours_orders(run: Run) -> list[dict[str, Any]]:
    """Return the orders of our result file, by number."""
    return [run.result["orders"][str(number)] for number in sorted(map(int, run.result["orders"]))]


def leans_orders(run: Run) -> list[dict[str, Any]]:
    """Return the recorded orders, without the fees that were added to them from the events."""
    return [without(order, "fee_amount", "fee_currency") for order in run.answer["orders"]]


def plain_events(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return order events without the run's name."""
    return [without(event, "id", "algorithmId") for event in events]


def without(found: dict[str, Any], *keys: str) -> dict[str, Any]:
    """Return a dict without some keys."""
    return {key: value for key, value in found.items() if key not in keys}


def _count(ours: list[Any], leans: list[Any]) -> str:
    equal = sum(our == lean for our, lean in zip(ours, leans, strict=False))
    return (
        f"{equal:,} of {len(leans):,}"
        if len(ours) == len(leans)
        else f"{equal:,} of {len(leans):,}, {len(ours):,} made"
    )


def _lean_members() -> set[str]:
    spec = find_spec("QuantConnect")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    path = Path(next(iter(spec.submodule_search_locations))) / "Algorithm" / "__init__.pyi"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    (algorithm,) = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "QCAlgorithm"]
    functions = {node.name for node in algorithm.body if isinstance(node, ast.FunctionDef)}
    fields = {
        node.target.id
        for node in algorithm.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    handlers = {name for name in functions if name.startswith("on_")} | {"initialize"}
    plain = {name for name in functions | fields if name.isascii() and name == name.lower() and name[0] != "_"}
    return plain - handlers


_ASKING = """\
from AlgorithmImports import *


class Asking(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2010, 1, 4)
        self.set_end_date(2010, 1, 5)
        self.set_benchmark(lambda time: 1)
        for name in {names!r}:
            try:
                getattr(self, name)
            except Exception as error:
                if "not in the embedded engine" in str(error):
                    print("missing", name)
"""


def _missing_members(names: set[str]) -> set[str]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "asking.py"
        source.write_text(_ASKING.format(names=sorted(names)))
        outcome = EmbeddedRunner().run(BacktestJob(source, BARE / "data", Path(folder) / "output", Path(folder)))
    assert "Traceback" not in outcome.console, outcome.console
    return {line.split()[1] for line in outcome.console.splitlines() if line.startswith("missing ")}


def main() -> None:
    """Run the strategies and write the pages."""
    with tempfile.TemporaryDirectory() as folder:
        runs = []
        for name in EXACT:
            place = Path(folder) / name
            place.mkdir()
            runs.append(run_bare(name, place))
    for path, text in written_pages(runs).items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
