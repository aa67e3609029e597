"""Judged symbols made by hand: plain values, some of which nobody can know."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np

from leanrig.report.sheet.kinds.judge_inputs import (
    Beside,
    Calibrated,
    Coefficient,
    Costs,
    Difference,
    Figures,
    Foreseen,
    Held,
    Hits,
    InRegime,
    JudgedSymbol,
    JudgeInputs,
    Luck,
    Ruling,
    Said,
)

NAN = math.nan
FIRST = datetime(2024, 1, 2, 21, tzinfo=UTC)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOLD = "buy and hold"


def figures(sharpe: float = 0.75) -> Figures:
    return Figures(0.1, 0.2, sharpe, -0.3, 4.2, 0.5, 0.6, 12, 8, 30.0)


def said(*, known: bool = True, bars: int = 40) -> Said:
    """Return all parts, every figure of them known or none."""
    x = 1.0 if known else NAN
    returns = np.full(bars, 0.01)
    own = figures(0.75 * x)
    times = tuple(int((FIRST + timedelta(days=n)).timestamp()) for n in range(bars + 1))
    coefficient = Coefficient(0.04 * x, 0.02 * x, 0.03 * x, 0.2 * x)
    return Said(
        first=FIRST,
        last=FIRST + timedelta(days=bars),
        rows=bars,
        bars=bars,
        bars_per_year=252.0,
        times=times,
        accounts=(Held("the signal", returns), Held(HOLD, returns / 2), Held("the 200-bar mean", returns)),
        figures=own,
        baselines=(
            Beside(HOLD, figures(0.5), Difference(0.25 * x, -0.1 * x, 0.6 * x, 0.3 * x)),
            Beside("the 200-bar mean", figures(0.9), Difference(-0.15 * x, -0.5 * x, 0.2 * x, 0.4 * x)),
        ),
        horizons=(Foreseen(1, bars, coefficient, coefficient, Hits(0.55 * x, 0.5 * x, 0.4 * x, 0.7 * x)),
                  Foreseen(5, bars // 5, coefficient, coefficient, Hits(NAN, NAN, NAN, NAN))),
        decay=((1, 0.04 * x, 0.02 * x), (2, 0.01 * x, 0.02 * x)),
        half_life=2 * x,
        capacity=((0.01, 1000.0, 2000.0, 3000.0, 12, 0),) if known else ((0.01, NAN, NAN, NAN, 0, 0),),
        costs=Costs(((0.0, 0.8 * x, 0.1 * x), (10.0, 0.75 * x, 0.09 * x)), 44.0 * x, NAN),
        regimes=(InRegime("calm", bars, 1.0, 0.5, 0.2, 0.2 * x, 1.0 * x, 0.1, 0.5 * x, 1, bars, bars),),
        switching=(0, 0.0, float(bars)),
        calibration=Calibrated("the regime lasts", bars, 0.1 * x, 0.9 * x, 0.09 * x, -0.1 * x, 0.05 * x,
                               ((0.9, 1.0, bars, 0.95, 0.9),) if known else ()),
        luck=Luck(0.9 * x, 0.2 * x, 48, 0.3 * x, 0.6 * x, 0.31 * x, 900 * x, 3.6 * x, 0.1 * x, 4.0 * x, NAN),
        remarks=("40 bars are few: every figure has a wide error",),
    )  # fmt: skip


def ruling() -> Ruling:
    template = "not distinguishable from buy and hold: deflated Sharpe {deflated} after {trials}"
    return Ruling("unproven", "like hold", template, {"deflated": 0.31, "trials": 48.0})


def inputs(*symbols: JudgedSymbol, **words: object) -> JudgeInputs:
    told = symbols or (JudgedSymbol("AAA", said=said(), ruling=ruling()),)
    return JudgeInputs("made_2", told, NOW, "leanrig judge made_2", 10.0, label="made", **words)  # type: ignore[arg-type]
