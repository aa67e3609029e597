"""Sentences on parts of a run: its regimes, its falls, its best and worst year."""

from collections.abc import Iterator

from leanrig.model.recalled import RunText
from leanrig.report import formats
from leanrig.report.recall.gist import gist_of
from leanrig.report.recall.run_files import Found, RunFiles, number_in

__all__ = ["stretch_texts"]

_MOST_FALLS = 3
_DEEP, _SHALLOW = -0.25, -0.10
_LONG_DAYS, _SHORT_DAYS = 365, 31


def stretch_texts(files: RunFiles) -> Iterator[RunText]:
    """Yield regimes, falls and years."""
    for row in files.rows("regimes"):
        yield _regime(row)
    for row in list(files.rows("falls"))[:_MOST_FALLS]:
        change = number_in(row, "change")
        if change is not None:
            yield _fall(files, row, change)
    yield from _years(files)


def _regime(row: Found) -> RunText:
    name = str(row.get("regime", "")).replace("_", " ")
    of = f" of {row['symbol']}" if row.get("symbol") else ""
    parts = [
        f"account {_change(number_in(row, 'growth'))}" if "growth" in row else "",
        f"held {_change(number_in(row, 'held'))}" if "held" in row else "",
        f"Sharpe ratio {formats.ratio(number_in(row, 'sharpe'))}" if "sharpe" in row else "",
        f"{formats.count(number_in(row, 'trades'))} trades" if "trades" in row else "",
    ]
    share = f" ({formats.share(number_in(row, 'share'))} of the time)" if "share" in row else ""
    text = f"In {name} regimes{of}{share}: {', '.join(part for part in parts if part)}"
    return RunText("regime", "regimes", text.replace("\u202f", " "), gist_of(_regime_gist(name, row)))


def _regime_gist(name: str, row: Found) -> str:
    growth = number_in(row, "growth" if "growth" in row else "profit")
    if growth is None:
        return f"{name} regimes"
    if growth < 0:
        return f"The account lost money in {name} regimes"
    return f"The account made money in {name} regimes" if growth > 0 else f"Nothing was held in {name} regimes"


def _fall(files: RunFiles, row: Found, change: float) -> RunText:
    start, end, days = str(row.get("start")), str(row.get("end")), number_in(row, "days") or 0.0
    mood = files.moods.get((start, end), "").replace("_", " ")
    when = f", mostly in the {mood} regime" if mood else ""
    text = f"Drawdown of {formats.percent(change)} from {start} to {end}, {formats.count(days)} days{when}"
    during = f" in a {mood} regime" if mood else ""
    gist = f"A {_depth(change)} drawdown{during}{_length(days)}"
    return RunText("drawdown", "performance", text.replace("\u202f", " "), gist_of(gist))


def _depth(change: float) -> str:
    return "deep" if change <= _DEEP else "shallow" if change > _SHALLOW else "moderate"


def _length(days: float) -> str:
    if days >= _LONG_DAYS:
        return ", lasting more than a year"
    return ", short and sudden" if days <= _SHORT_DAYS else ""


def _years(files: RunFiles) -> Iterator[RunText]:
    every = [(number_in(row, "whole"), str(row.get("year"))) for row in files.rows("months")]
    years = [(change, year) for change, year in every if change is not None]
    if len(years) > 1:
        (worst, bad), (best, good) = min(years), max(years)
        text = f"Worst year {bad}: {_change(worst)}; best year {good}: {_change(best)}"
        gist = (
            "Every year made money"
            if worst > 0
            else "Every year lost money"
            if best < 0
            else "Good years and bad years"
        )
        yield RunText("performance", "performance", text, gist_of(gist))


def _change(value: float | None) -> str:
    return formats.change(value).replace("\u202f", " ")
