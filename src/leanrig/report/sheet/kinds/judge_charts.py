"""The pictures of a page about a judged signal. Pure."""

import math

import numpy as np

from leanrig.report.fact import Facts
from leanrig.report.judging_chart import Chart, Series, chart_of
from leanrig.report.scale import Tick
from leanrig.report.sheet.kinds.judge_inputs import Coefficient, Held, Said
from leanrig.report.sheet.kinds.judge_tables import (
    calibration_table,
    costs_table,
    decay_table,
    foreseen_table,
)
from leanrig.report.sheet.picture import Drawn, picture_of
from leanrig.report.sheet.sheet import Picture

__all__ = ["calibration_chart", "costs_chart", "decay_chart", "equity_picture", "foreseen_chart"]

_WIDTH = 1.96  # errors on each side of a coefficient
_NUDGE = 0.12


def equity_picture(
    facts: Facts, key: str, times: tuple[int, ...], accounts: tuple[Held, ...], *, most: int = 2_000
) -> Picture | None:
    """Return what one unit of money becomes, on a logarithmic axis, and how far each account is below its peak.

    Parameters
    ----------
    times : (bars + 1,)
        The first is the moment before the first return.
    most
        Points a line.
    """
    kept = np.unique(np.linspace(0, len(times) - 1, min(len(times), most)).astype(int))
    grown = [np.cumprod(np.concatenate([[1.0], np.maximum(1 + one.returns, 0.0)])) for one in accounts]
    lines = tuple((one.words, values[kept]) for one, values in zip(accounts, grown, strict=True))
    falls = tuple(
        (one.words, (values / np.maximum.accumulate(values) - 1)[kept])
        for one, values in list(zip(accounts, grown, strict=True))[:2]
    )
    charts = (
        Drawn(f"{key}-equity", "One unit of money", "plain", lines, is_log=True),
        Drawn(f"{key}-fall", "Below its peak", "percent", falls, is_area=True),
    )
    return picture_of(facts, f"{key}-equity", "Signal and baselines", [times[n] for n in kept], charts)


def foreseen_chart(facts: Facts, key: str, said: Said) -> Chart | None:
    """Return the coefficients by horizon with their error bars."""
    places = range(len(said.horizons))
    series = (
        _coefficients(f"{key} ic", "of returns", [one.linear for one in said.horizons], -_NUDGE),
        _coefficients(f"{key} rank", "of ranks", [one.rank for one in said.horizons], _NUDGE),
    )
    table = foreseen_table(facts, key, said)
    x_ticks = [Tick(place, str(said.horizons[place].bars)) for place in places]
    title = "Information coefficient, with two errors on each side"
    return chart_of(facts, title, "bars ahead", series, table, x_ticks=x_ticks)


def decay_chart(facts: Facts, key: str, said: Said) -> Chart | None:
    """Return the coefficient with a single bar, by how far that lies off."""
    values, errors = [one[1] for one in said.decay], [one[2] for one in said.decay]
    series = _with_errors(f"{key} decay", "with that one bar", values, errors, 0.0)
    x_ticks = [Tick(place, str(one[0])) for place, one in enumerate(said.decay)]
    table = decay_table(facts, key, said)
    return chart_of(facts, "Decay of the coefficient", "bars later", (series,), table, x_ticks=x_ticks)


def costs_chart(facts: Facts, key: str, said: Said) -> Chart | None:
    """Return the Sharpe ratio over costs, beside that of holding."""
    points = said.costs.points
    across = tuple(cost for cost, _, _ in points)
    hold = said.baselines[0]
    series = (
        Series(f"{key} costs", "the signal", across, tuple(sharpe for _, sharpe, _ in points), is_line=True),
        Series(f"{key} costs hold", hold.words, across, (hold.figures.sharpe,) * len(across), is_line=True),
    )
    x_ticks = [Tick(cost, f"{cost:g}") for cost in across if cost in (0, 5) or cost >= 10]
    table = costs_table(facts, key, said)
    return chart_of(
        facts, "Sharpe ratio after costs", "basis points of what is traded", series, table, x_ticks=x_ticks
    )  # fmt: skip


def calibration_chart(facts: Facts, key: str, said: Said) -> Chart | None:
    """Return how often what was forecast came true, by how sure the signal was."""
    found = said.calibration.table
    ends = [_wilson(happened, number) for _, _, number, _, happened in found]
    forecast = tuple(one[3] for one in found)
    series = (
        Series(
            f"{key} came", "came true", forecast, tuple(one[4] for one in found),
            tuple(low for low, _ in ends), tuple(high for _, high in ends),
        ),
        Series(f"{key} said", "as it was said", (0.0, 1.0), (0.0, 1.0), is_line=True),
    )  # fmt: skip
    x_ticks = [Tick(place / 5, f"{place / 5:g}") for place in range(6)]
    table = calibration_table(facts, key, said)
    return chart_of(
        facts, "Reliability of the confidence", "confidence", series if found else (), table, x_ticks=x_ticks,
        bounds=(0.0, 1.04),
    )  # fmt: skip


def _coefficients(key: str, label: str, found: list[Coefficient], nudge: float) -> Series:
    errors = [max((e for e in (one.newey_west, one.hansen_hodrick) if e > 0), default=math.nan) for one in found]
    return _with_errors(key, label, [one.value for one in found], errors, nudge)


def _with_errors(key: str, label: str, values: list[float], errors: list[float], nudge: float) -> Series:
    pairs = list(zip(values, errors, strict=True))
    return Series(
        key,
        label,
        tuple(place + nudge for place in range(len(values))),
        tuple(values),
        tuple(value - _WIDTH * error for value, error in pairs),
        tuple(value + _WIDTH * error for value, error in pairs),
    )


def _wilson(rate: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    square = _WIDTH**2
    middle = (rate + square / (2 * count)) / (1 + square / count)
    half = _WIDTH * math.sqrt(rate * (1 - rate) / count + square / (4 * count**2)) / (1 + square / count)
    return middle - half, middle + half
