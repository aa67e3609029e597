"""Several symbols as one account: what it earns is what they earn, each on its own bars."""

import numpy as np
import pandas as pd
import pytest
from drawn import prices_of, rows_at, walk

from leanrig.errors import BadInput
from research.judge import Counted, Judged, judge
from research.judging.together import together


def judged(seed: int, bars: int = 600, first: str = "2000-01-03", per_year: float = 252) -> Judged:
    prices = prices_of(walk(bars, seed), first=first)
    strength = np.tanh(np.random.default_rng(seed).standard_normal(bars))
    return judge(rows_at(prices, strength), prices, bars_per_year=per_year)


def test_one_symbol_alone_is_itself() -> None:
    one = judged(1)
    found = together([one])
    assert found.figures == one.figures
    assert found.hold == one.baseline("hold").figures
    assert found.ahead == one.baseline("hold").ahead
    assert repr(found.luck) == repr(one.luck)  # some are NaN


def test_the_account_adds_up() -> None:
    one, two = judged(1), judged(2, bars=400, first="2000-06-05")
    found = together([one, two], share=0.5, counted=Counted(7))
    parts = [pd.Series(each.series.returns, each.series.ends) for each in (one, two)]
    added = parts[0].add(parts[1], fill_value=0.0) * 0.5
    assert found.bars == len(added) == len(set(one.series.ends) | set(two.series.ends))
    assert found.figures.annual_return == pytest.approx(np.expm1(np.log1p(added).mean() * 252), rel=1e-12)
    own = sum(each.figures.turnover * each.bars for each in (one, two))
    assert found.figures.turnover == pytest.approx(0.5 * own / found.bars, rel=1e-12)
    assert found.luck.trials == 7
    assert found.symbols == ("TST", "TST")


def test_bars_of_different_lengths_are_told() -> None:
    with pytest.raises(BadInput, match="different lengths"):
        together([judged(1), judged(2, per_year=8760)])
    with pytest.raises(BadInput, match="no symbol"):
        together([])
