"""Earlier runs of the same recipe beside this one. Pure."""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite
from leanrig.report.inputs import ReportInputs

__all__ = ["EarlierRun", "history_facts", "inputs_hash"]


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """What an earlier run came to, by the same rules as this one.

    Parameters
    ----------
    folder
        Relative to the workspace.
    date
        When it was run.
    sharpe, annual_return, drawdown
        As `account.sharpe`, `account.return` and `account.drawdown`; NaN where it had none.
    inputs_hash
        `inputs_hash` of its files; empty where its record has none.
    sha256
        Hash of the file that these figures were read from.
    """

    folder: str
    date: datetime
    sharpe: float
    annual_return: float
    drawdown: float
    orders: int
    inputs_hash: str = ""
    sha256: str = ""


def inputs_hash(files: Mapping[str, str], bars: Mapping[str, str]) -> str:
    """Return one hash of all that went into a run: names and hashes of its inputs and of its bars."""
    if not files and not bars:
        return ""
    lines = [f"{name}={digest}" for found in (files, bars) for name, digest in sorted(found.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def history_facts(inputs: ReportInputs, history: Sequence[EarlierRun]) -> Iterator[Citable]:
    """Yield history.* and, where there is an earlier run, previous.*."""
    source = Source("run.json of the earlier runs")
    number = len(history)
    yield cite(
        "history.count", number, shown.count(number), "number of earlier runs", source=source,
        how="runs of the same recipe below the artifacts folder", whole=shown.counted(number, "earlier run"),
    )  # fmt: skip
    known = [run for run in history if math.isfinite(run.sharpe)]
    if known:
        best = max(run.sharpe for run in known)
        yield cite(
            "history.best_sharpe", best, shown.ratio(best), "best Sharpe ratio of the earlier runs", source=source,
            how="highest of the earlier runs of the recipe", measure="Sharpe ratio", sense="more",
        )  # fmt: skip
    if history:
        yield from _previous(inputs, max(history, key=lambda run: run.date))


def _previous(inputs: ReportInputs, run: EarlierRun) -> Iterator[Citable]:
    source, subject, how = Source(run.folder, run.sha256), "the previous run", "the latest earlier run of the recipe"
    yield cite(
        "previous.date", run.date, shown.day(run.date), "day", source=source, subject=subject, how=how,
        measure="day of a run's start",
    )  # fmt: skip
    yield cite(
        "previous.sharpe", run.sharpe, shown.ratio(run.sharpe), "Sharpe ratio", source=source, subject=subject, how=how,
        sense="more",
    )  # fmt: skip
    yield cite(
        "previous.return", run.annual_return, shown.signed(run.annual_return), "return a year", source=source,
        subject=subject, how=how, sense="more", is_change=True,
    )  # fmt: skip
    yield cite(
        "previous.drawdown", run.drawdown, shown.percent(run.drawdown), "drawdown", source=source, subject=subject,
        how=how, sense="less", is_size=True,
    )  # fmt: skip
    yield cite(
        "previous.orders", run.orders, shown.count(run.orders), "number of orders", source=source, subject=subject,
        how=how, measure="orders",
    )  # fmt: skip
    own = inputs_hash(
        {file.name: file.sha256 for file in inputs.files},
        {name: digest for origin in inputs.origins for name, digest in origin.hashes.items()},
    )
    if own and run.inputs_hash:
        text = "the same inputs" if own == run.inputs_hash else "other inputs"
        yield cite(
            "previous.inputs", text, shown.name(text), "inputs beside this run's", source=source, subject=subject,
            how="one hash over names and hashes of all inputs and bars", whole=f"{text} in the previous run",
        )  # fmt: skip
