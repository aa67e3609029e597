"""Bars become rows: stamped at the bar's end, on adjusted closes, never from what comes later."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from asked import produced, recipe, stored

from leanrig.errors import BadInput, Missing
from leanrig.model.bars import BarSet
from leanrig.store.lean_format import lean_frame
from research.produce import produce
from research.pull import closes_of, pull
from signals.contract import read_rows, written


def cut(bar_set: BarSet, count: int) -> BarSet:
    return replace(bar_set, bars=bar_set.bars.iloc[:count])


@pytest.mark.parametrize("name", ["aapl_regime", "btc_regime"])
def test_rows_stand_at_the_ends_of_their_bars_and_are_read_back(name: str, tmp_path: Path) -> None:
    chosen = recipe(name)
    bar_set = stored(tmp_path, chosen)
    rows = produced(chosen, bar_set).rows
    ends = bar_set.bars.index.tz_localize(None).to_pydatetime().tolist()
    stamps = [row.stamp for row in rows]
    assert stamps == sorted(set(stamps) & set(ends))
    assert len(rows) > 0.6 * len(ends)
    ticker = bar_set.symbol.ticker
    text = written(list(rows))
    assert read_rows(text, name="x", symbol=ticker, has_sessions=chosen.has_sessions) == list(rows)


@pytest.mark.parametrize("share", [0.4, 0.77, 0.999])
@pytest.mark.parametrize("name", ["aapl_regime", "btc_regime"])
def test_fewer_bars_give_a_prefix_of_the_rows(name: str, share: float, tmp_path: Path) -> None:
    chosen = recipe(name)
    bar_set = stored(tmp_path, chosen)
    whole = produced(chosen, bar_set)
    short = produced(chosen, cut(bar_set, int(share * len(bar_set.bars))))
    assert short.rows == whole.rows[: len(short.rows)]
    assert short.fits == whole.fits[: len(short.fits)]


def test_fits_say_what_they_knew(tmp_path: Path) -> None:
    chosen = recipe()
    bar_set = stored(tmp_path, chosen)
    fits = produced(chosen, bar_set).fits
    ends = bar_set.bars.index.tz_localize(None)
    assert [fit["known"] for fit in fits] == ends[252::126].to_pydatetime().tolist()
    assert all(fit["variance"][0] <= fit["variance"][1] for fit in fits)


def test_closes_are_adjusted_and_within_the_recipes_days(tmp_path: Path) -> None:
    chosen = recipe(start="2001-03-01", end="2012-12-31")
    bar_set = stored(tmp_path, chosen, date(2000, 3, 1), date(2013, 3, 1))
    closes = closes_of(chosen, bar_set)
    assert (closes.index[0].date(), closes.index[-1].date()) == (date(2001, 3, 1), date(2012, 12, 31))
    assert closes.equals(lean_frame(bar_set)["close"][closes.index])
    assert closes.iloc[0] == pytest.approx(bar_set.bars["close"][closes.index[0]] * 0.1285139377 * 0.5, rel=1e-9)


def test_bars_from_before_the_first_day_are_not_counted(tmp_path: Path) -> None:
    chosen = recipe()
    bar_set = stored(tmp_path, chosen)
    closes = closes_of(chosen, bar_set)
    early = pd.Series(
        [1.0, 2.0], index=pd.DatetimeIndex([datetime(1999, 1, 4, 21), datetime(2000, 2, 29, 21)], tz="UTC")
    )
    assert produce(chosen, "AAPL", pd.concat([early, closes])) == produce(chosen, "AAPL", closes)


def test_progress_is_told(tmp_path: Path) -> None:
    chosen = recipe()
    told: list[tuple[float, str]] = []
    closes = closes_of(chosen, stored(tmp_path, chosen))
    produce(chosen, "AAPL", closes, progress=lambda share, word: told.append((share, word)))
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert len(told) == -(-len(closes) // 256)
    assert told[0] == (0.0, "2000-03-01")


def test_too_short_a_history_says_what_to_do(tmp_path: Path) -> None:
    chosen = recipe()
    bar_set = stored(tmp_path, chosen)
    with pytest.raises(
        BadInput, match="100 bars of AAPL are too few for a single row of markov and momentum"
    ) as caught:
        produced(chosen, cut(bar_set, 100))
    assert "data.start" in caught.value.cure


def test_bars_that_are_not_there_name_the_command(tmp_path: Path) -> None:
    chosen = recipe()
    (symbol,) = chosen.securities
    with pytest.raises(Missing) as caught:
        pull(tmp_path, chosen, symbol)
    assert caught.value.cure == "leanrig fetch AAPL --resolution daily"
    bar_set = stored(tmp_path, chosen)
    late = replace(bar_set, bars=bar_set.bars.set_axis(bar_set.bars.index + timedelta(days=9000)))
    with pytest.raises(BadInput, match="no bars of AAPL from 2000-03-01 to 2013-03-01") as caught:
        closes_of(chosen, late)
    assert caught.value.cure == "leanrig fetch AAPL --from 2000-03-01 --to 2013-03-01"
