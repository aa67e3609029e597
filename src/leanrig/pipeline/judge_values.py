"""What the judge found, as the plain values that its page is made from."""

from dataclasses import fields
from typing import TypeVar

import pandas as pd

from leanrig.report.sheet.kinds import judge_inputs as plain
from research.judging.judged import Judged
from research.judging.together import Together
from research.judging.verdict import Verdict

__all__ = ["copied", "ruling_of", "said_of", "together_of"]

Kind = TypeVar("Kind")


def said_of(judged: Judged, prices: pd.DataFrame) -> plain.Said:
    """Return all figures of one symbol; `prices` are those it was judged by, for the moment after the last bar."""
    ends = pd.DatetimeIndex(prices.index).tz_convert("UTC").as_unit("s")
    first = ends.searchsorted(judged.series.ends[0].floor("s"))
    times = ends.asi8[first : first + judged.bars + 1]
    signal = plain.Held("the signal", judged.series.returns)
    others = (plain.Held(one.words, judged.series.baselines[one.name]) for one in judged.baselines)
    decay, switching = judged.decay, judged.switching
    return plain.Said(
        first=judged.first.to_pydatetime(),
        last=judged.last.to_pydatetime(),
        rows=judged.rows,
        bars=judged.bars,
        bars_per_year=judged.bars_per_year,
        times=tuple(int(time) for time in times),
        accounts=(signal, *others),
        figures=copied(plain.Figures, judged.figures),
        baselines=tuple(
            plain.Beside(one.words, copied(plain.Figures, one.figures), copied(plain.Difference, one.ahead))
            for one in judged.baselines
        ),
        horizons=tuple(
            plain.Foreseen(
                one.bars,
                one.windows,
                copied(plain.Coefficient, one.linear),
                copied(plain.Coefficient, one.rank),
                copied(plain.Hits, one.hits),
            )
            for one in judged.horizons
        ),
        decay=tuple(zip(decay.lags, decay.values, decay.errors, strict=True)),
        half_life=decay.half_life,
        capacity=tuple(
            (one.share, one.least, one.tenth, one.median, one.trades, one.without) for one in judged.capacity
        ),
        costs=plain.Costs(
            tuple((one.cost_bps, one.sharpe, one.annual_return) for one in judged.costs.points),
            judged.costs.break_even_bps,
            judged.costs.break_even_hold_bps,
        ),
        regimes=tuple(copied(plain.InRegime, one) for one in judged.regimes),
        switching=(switching.switches, switching.per_year, switching.median_dwell),
        calibration=_calibrated(judged),
        luck=copied(plain.Luck, judged.luck),
        remarks=tuple(one.words for one in judged.remarks),
    )


def ruling_of(verdict: Verdict) -> plain.Ruling:
    """Return the verdict with its places for figures."""
    return plain.Ruling(str(verdict.grade), verdict.rule, verdict.template, verdict.figures)


def together_of(found: Together) -> plain.Together:
    """Return several symbols as one account."""
    return plain.Together(
        found.bars,
        copied(plain.Figures, found.figures),
        copied(plain.Figures, found.hold),
        copied(plain.Difference, found.ahead),
        copied(plain.Luck, found.luck),
    )


def copied(kind: type[Kind], source: object) -> Kind:
    """Return a `kind` (a dataclass) with the values that `source` has by the same names."""
    return kind(**{item.name: getattr(source, item.name) for item in fields(kind)})  # type: ignore[arg-type]


def _calibrated(judged: Judged) -> plain.Calibrated:
    found = judged.calibration
    table = tuple((row.low, row.high, row.count, row.forecast, row.happened) for row in found.table)
    return plain.Calibrated(
        found.outcome, found.count, found.brier, found.base_rate, found.base_brier, found.skill, found.error, table
    )
