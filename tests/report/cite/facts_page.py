"""The page docs/facts.md, made from the code: `PYTHONPATH=src:tests python tests/report/cite/facts_page.py`."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from report.cite.made import inputs_of, order, result_of, row, trade

from leanrig.model.result import Analysis, DataRequests
from leanrig.model.verdict import Judgement
from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.cite.history import EarlierRun
from leanrig.report.cite.search import Ledger
from leanrig.report.cite.table import citable_of
from leanrig.report.facts import gather
from leanrig.report.inputs import Origin
from leanrig.report.meanings import MEANINGS, RUNTIME_MEANINGS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "facts.md"

_PLACES = (
    (r"\b\d{4}-\d\d-\d\d\b", "<day>"),
    (r"\b\d{4}-\d\d\b", "<month>"),
    (r"(?<=^year\.)\d{4}\b", "<year>"),
    (r"\b(calm|volatile)\b(?=\.| regime| to the)", "<regime>"),
    (
        r"(?<=^pattern\.)(after_calm|after_volatile|month_in_calm|month_in_volatile|sure|deep|loser|turn_of_month)\b",
        "<condition>",
    ),
    (r"over the (20 trading days|next trading day) after [^:;]*$|over the turn of a month$", "after <condition>"),
    (r"(?<=^data\.)aapl|\bAAPL\b", "<symbol>"),
    (r"(?<=\.)\d+(?=\.)", "<n>"),
    (r"(?<=any_)\d+", "<days>"),
    (r"\b(second |third |fourth |fifth )?(largest|deepest) ", ""),
    (r"in (\w+ )?\d{4}$", "in <period>"),
    (r"over (the|any) \d+ trading days", "over <days>"),
    (r"PortfolioMarginUsageAnalysis", "<remark>"),
)
_KINDS = {
    "run": "The run", "account": "The account", "benchmark": "Its benchmark", "comparison": "The two together",
    "regime": "Regimes", "month": "Months", "year": "Years", "rise": "Long rises", "fall": "Long falls",
    "drawdown": "Drawdowns", "storm": "The benchmark's deepest fall", "trades": "Trades",
    "orders": "Orders and costs", "signal": "The signals' worth",
    "pattern": "What recurs", "data": "The data", "engine": "The engine", "recipe": "The recipe",
    "history": "Earlier runs", "previous": "The run before", "search": "Searches", "analysis": "Lean's remarks",
    "statistics": "Lean's statistics", "runtime": "Lean's figures at the end",
    "trade_statistics": "Lean's statistics of trades",
}  # fmt: skip
_HERE = Path(__file__).parent


def page() -> str:
    """Return the page."""
    head, doubts = ((_HERE / f"facts_{part}.md").read_text(encoding="utf-8") for part in ("head", "doubts"))
    return head + "".join(_tables(_everything())) + doubts


def _tables(table: CitableTable) -> Iterator[str]:
    for kind, title in _KINDS.items():
        rows = dict(_row(fact) for key, fact in table.items() if kind_of(key) == kind)
        lines = [f"| `{key}` | {' | '.join(cells)} |" for key, cells in rows.items()]
        yield "\n".join(["", f"## {title}", "", "| key | what | unit | how |", "| --- | --- | --- | --- |", *lines, ""])


def _row(fact: Citable) -> tuple[str, tuple[str, ...]]:
    marks = [word for word, is_so in (("a change", fact.is_change), ("a size", fact.is_size)) if is_so]
    marks += [f"{fact.sense} is better"] if fact.sense else []
    what = _general(fact.name) + (f" ({', '.join(marks)})" if marks else "")
    how = _general(fact.how).replace("|", "/")
    key = _general(fact.key)
    if key in ("pattern.<condition>.count", "pattern.<condition>.mean", "pattern.<condition>.positive"):
        how = "from the end of the trading day on which the condition is known"
    if kind_of(key) == "trade_statistics":
        key, what = "trade_statistics.<name>", "Lean's own figure of closed trades"
    return key, (what, fact.unit, how)


def kind_of(key: str) -> str:
    """Return the first part of a key."""
    return key.partition(".")[0]


def _general(text: str) -> str:
    for pattern, place in _PLACES:
        text = re.sub(pattern, place, text)
    return text


def _everything() -> CitableTable:
    """Return the table of a run that has something of every kind."""
    days = 800
    generator = np.random.default_rng(4)
    equity = 100_000 * np.cumprod(1 + generator.normal(0.0004, 0.01, days))
    held = 50 * np.cumprod(1 + generator.normal(0.0003, 0.012, days))
    rows = [row(day, "calm" if day // 20 % 2 else "volatile", confidence=0.9 + 0.1 * (day % 2),
                strength=math.sin(day)) for day in range(days - 1)]  # fmt: skip
    result = result_of(
        equity.tolist(),
        benchmark=held.tolist(),
        trades=[trade(200.0 if n % 3 else -90.0, day=10 * n, fees=1.0) for n in range(60)],
        orders=[order(n + 1, 10 if n % 2 else -10, 50.0, fee=1.0, seen=50.0) for n in range(120)],
        statistics=dict.fromkeys(MEANINGS, "0.5"),
        runtime=dict.fromkeys(RUNTIME_MEANINGS, "$60,000.00"),
        analysis=[Analysis("PortfolioMarginUsageAnalysis", "", "Days: 12", ())],
    )
    origin = Origin(
        "AAPL", "v", "f", "l", "raw", "2020-01-01T00:00:00+00:00", {"a": "b"}, "none", "as another vendor's"
    )
    inputs = inputs_of(result, judgement=Judgement.SOME_REFUSED, signals=rows, closes=held.tolist(), origins=[origin])
    result = replace(
        result,
        lean_version="v2.5.0.0",
        order_list_hash="0" * 32,
        trade_statistics={"profitFactor": "2.9"},
        requests=DataRequests(failed_count=0),
    )
    inputs = replace(inputs, result=result, engine="engine", version="0.1.0", title="recipe", seconds=1.0)
    runs = [EarlierRun("artifacts/a", datetime(2020, 1, 1, tzinfo=UTC), 0.5, 0.1, -0.2, 9, "0" * 64)]
    return citable_of(inputs, gather(inputs), history=runs, ledger=Ledger(40, 1.2, 0.3))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
