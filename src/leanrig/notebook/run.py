"""A run in a notebook: its verdict, six figures and account at a glance, its parts as frames."""

from dataclasses import fields
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from leanrig.errors import LeanrigError
from leanrig.pipeline.notebook_html import block, cards, chart, line, sparkline
from leanrig.workspace import find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.notebook_run import RunView

__all__ = ["Run"]


class Run:
    """The run in a folder. Figures are those of its report; frames hold what its result files say.

    Parameters
    ----------
    now
        The moment that it is looked at, UTC.
    """

    def __init__(self, folder: Path, *, now: datetime) -> None:
        from leanrig.pipeline.notebook_run import look_at_run

        self.folder = folder
        self.view: RunView = look_at_run(folder, now=now)

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with the run; how well it traded is another question."""
        return self.view.is_good

    @property
    def figures(self) -> pd.DataFrame:
        """The six figures, a row each: the account's, and the same of what stands beside it (NaN where none)."""
        rows = {
            one.title: {"account": one.value.value, self.view.versus: one.other.value if one.other else None}
            for one in self.view.figures
        }
        return pd.DataFrame(rows).T

    @property
    def statistics(self) -> "pd.Series[Any]":
        """The engine's own statistics, as it wrote them."""
        return pd.Series(dict(self.view.result.statistics), name=self.view.title, dtype=object)

    @cached_property
    def equity(self) -> "pd.Series[float]":
        """Account value by calendar day."""
        return self._daily("equity")

    @cached_property
    def benchmark(self) -> "pd.Series[float]":
        """The benchmark's value by calendar day; empty where there was no data for it."""
        return self._daily("benchmark")

    @property
    def orders(self) -> pd.DataFrame:
        """One order a row."""
        return _frame(self.view.result.orders, leave_out=frozenset({"events"}))

    @property
    def trades(self) -> pd.DataFrame:
        """One closed trade a row."""
        return _frame(self.view.result.trades)

    def __repr__(self) -> str:
        figures = "\n".join(f"  {one.title:<16} {one.value.text}" for one in self.view.figures)
        return f"{self.view.title}  {self.folder}\n{self.view.verdict}\n{figures}".rstrip()

    def _repr_html_(self) -> str:
        view = self.view
        found = [
            (one.title, one.value.text, f"{view.versus} {one.other.text}" if one.other else "",
             sparkline(one.spark, one.other_spark))
            for one in view.figures
        ]  # fmt: skip
        drawn = "" if view.daily is None else chart(view.daily.equity, _scaled(view))
        names = f"account, from {_day(view, 0)} to {_day(view, -1)}" if view.daily is not None else ""
        beside = f"; grey: {view.versus}, from the same money" if _scaled(view) is not None else ""
        return block(
            line(f"{view.title} · {view.subtitle}", is_small=True),
            line(view.verdict, is_strong=True),
            cards(found),
            drawn,
            line(f"{names}{beside}", is_small=True) if drawn else "",
            line(view.label, is_small=True),
            self._report(),
        )

    def _report(self) -> str:
        page = self.folder / "report.html"
        return line(f"report: {_near(page)}") if page.is_file() else ""

    def _daily(self, name: str) -> "pd.Series[float]":
        daily = self.view.daily
        values = None if daily is None else getattr(daily, name)
        if daily is None or values is None:
            return pd.Series(dtype=float, name=name)
        return pd.Series(values, index=pd.DatetimeIndex(daily.days, name="day"), name=name)


def _scaled(view: "RunView") -> Any:
    """The benchmark, begun with the account's money."""
    daily = view.daily
    if daily is None or daily.benchmark is None:
        return None
    return daily.benchmark / daily.benchmark[0] * daily.equity[0]


def _day(view: "RunView", place: int) -> str:
    assert view.daily is not None
    return str(view.daily.days[place])


def _frame(items: Any, *, leave_out: frozenset[str] = frozenset()) -> pd.DataFrame:
    if not items:
        return pd.DataFrame()
    names = [field.name for field in fields(items[0]) if field.name not in leave_out]
    return pd.DataFrame([{name: getattr(item, name) for name in names} for item in items])


def _near(path: Path) -> Path:
    try:
        root = find_workspace(path.parent).root
    except LeanrigError:  # a folder from elsewhere
        return path
    return path.resolve().relative_to(root) if path.resolve().is_relative_to(root) else path
