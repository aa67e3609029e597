"""A sweep's accounts: aligned, counted once where they are equal, and judged as the papers have it."""

import math
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from leanrig.errors import BadInput
from research.sweep import luck_of, returns_of, sharpes, trials_of
from research.trials import Trials

DAYS = pd.date_range("2020-01-01", periods=520, freq="B", tz="UTC")


def made(columns: int, *, skill: float = 0.0, seed: int = 7) -> pd.DataFrame:
    draw = np.random.default_rng(seed).standard_normal((len(DAYS), columns)) * 0.01
    draw[:, 0] += skill
    return pd.DataFrame(draw, index=DAYS, columns=range(1, columns + 1))


def write(folder: Path, number: int, times: pd.DatetimeIndex, returns: list[float], benchmark: float) -> None:
    place = folder / "trials" / f"{number:03d}"
    place.mkdir(parents=True)
    frame = {"time": times, "equity": 1.0, "return": returns, "benchmark": [benchmark] * len(times)}
    pd.DataFrame(frame).to_parquet(place / "returns.parquet")


def test_the_deflated_ratio_is_the_papers() -> None:
    """Worked out from Bailey and Lopez de Prado (2014) anew: their equations 1 and 2."""
    returns = made(12, skill=0.0015)
    found = luck_of(returns, 1)
    daily = returns.mean() / returns.std(ddof=1)
    normal, euler = NormalDist(), 0.5772156649015329
    luck = math.sqrt(daily.var(ddof=1)) * (
        (1 - euler) * normal.inv_cdf(1 - 1 / 12) + euler * normal.inv_cdf(1 - 1 / (12 * math.e))
    )
    best = returns[1]
    centred = (best - best.mean()) / best.std(ddof=0)
    sharpe, skew, kurtosis = daily[1], (centred**3).mean(), (centred**4).mean()
    spread = math.sqrt(1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe**2)
    assert found.deflated == pytest.approx(normal.cdf((sharpe - luck) * math.sqrt(len(DAYS) - 1) / spread), abs=1e-9)
    assert (found.trials, found.different, found.counted, found.days) == (12, 12, 12, 520)
    assert found.sharpe == pytest.approx(sharpes(returns)[1])
    assert found.sharpe == pytest.approx(sharpe * math.sqrt(261), rel=0.01)


def test_equal_trials_are_one_chance() -> None:
    returns = made(4)
    twice = pd.concat([returns, returns.rename(columns=lambda number: number + 4)], axis=1)
    one, other = luck_of(returns, 1), luck_of(twice, 5)
    assert (other.trials, other.different) == (8, 4)
    assert other.deflated == pytest.approx(one.deflated)
    alone = luck_of(returns[[2]].rename(columns={2: 1}).assign().copy(), 1)
    assert alone.why == "all trials came to the same"
    assert math.isnan(alone.overfitting)


def test_more_chances_than_this_sweep_make_it_harder() -> None:
    returns = made(6, skill=0.001)
    ledger = Trials("r", 500, 400, float(np.var(list(sharpes(returns).values()), ddof=1)), 1.0)
    here, counted = luck_of(returns, 1), luck_of(returns, 1, counted=ledger)
    assert counted.counted == 500
    assert counted.by_luck > here.by_luck
    assert counted.deflated < here.deflated
    fewer = Trials("r", 3, 3, math.nan, 1.0)
    assert luck_of(returns, 1, counted=fewer) == here


def test_skill_is_not_overfitting_and_noise_is() -> None:
    assert luck_of(made(10, skill=0.003), 1).overfitting < 0.05
    noise = [luck_of(made(10, seed=seed), 1).overfitting for seed in range(12)]
    assert 0.3 < float(np.mean(noise)) < 0.75


def test_accounts_are_laid_side_by_side(tmp_path: Path) -> None:
    """Saturday and Sunday go, a day on which only the market moved stays, and so does a missing sample, as 0."""
    days = pd.date_range("2020-01-01", periods=8, freq="D", tz="UTC")  # Wednesday; the 4th and 5th are the weekend
    write(tmp_path, 1, days, [math.nan, 0.5, 0.01, 0.0, 0.0, 0.02, 0.0, 0.03], 0.0)
    write(tmp_path, 2, days[:6], [math.nan, 0.5, 0.0, 0.0, 0.0, 0.01], 0.0)
    frame = pd.read_parquet(tmp_path / "trials/001/returns.parquet")
    frame.loc[6, "benchmark"] = 0.004
    frame.to_parquet(tmp_path / "trials/001/returns.parquet")
    found = returns_of(tmp_path)
    assert list(found.index.day) == [3, 6, 7, 8]
    assert found[1].tolist() == [0.01, 0.02, 0.0, 0.03]
    assert found[2].tolist() == [0.0, 0.01, 0.0, 0.0]
    assert list(returns_of(tmp_path, [2]).columns) == [2]


def test_what_cannot_be_judged_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no trial of this sweep left its account"):
        returns_of(tmp_path)
    with pytest.raises(BadInput, match="no sweep in this folder"):
        trials_of(tmp_path)
    with pytest.raises(BadInput, match="trial 9 left no account"):
        luck_of(made(3), 9)
    with pytest.raises(BadInput, match="20 days are too few"):
        luck_of(made(3).iloc[:20], 1)
