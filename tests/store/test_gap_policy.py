"""Forward fill knows only the past and is Lean's; interpolation uses the future, says so, and no signal takes it."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from walks import walk

from generator.recipe import Recipe, parse_recipe
from leanrig.engine.feed.fill import Bars, fill_forward
from leanrig.errors import BadInput
from leanrig.model.bars import BarSet, CorporateAction
from leanrig.providers.sample import SampleProvider
from leanrig.store.checks import check_bars
from leanrig.store.due import due_bars
from leanrig.store.gap_policy import FilledBars, GapPolicy, fill_gaps, is_interpolated
from leanrig.store.lean_format import lean_frame
from leanrig.store.parquet_store import ParquetStore
from research.pull import closes_of, pull

ROOT = Path(__file__).parents[2]
FORWARD, LINE, FLAG = GapPolicy.FORWARD_FILL, GapPolicy.INTERPOLATE, GapPolicy.FLAG


def without(bar_set: BarSet, rows: list[int]) -> BarSet:
    """Take bars out, never the first."""
    return replace(bar_set, bars=bar_set.bars.drop(bar_set.bars.index[sorted({row for row in rows if row > 0})]))


def same(one: FilledBars, bars: pd.DataFrame) -> bool:
    return bool(one.bar_set.bars.equals(bars))


@pytest.mark.parametrize("grid", ["minutes of a stock", "hourly stock", "daily stock", "hourly coin", "hourly pair"])
@settings(max_examples=8, deadline=None)
@given(rows=st.lists(st.integers(1, 99), max_size=40), cut=st.integers(0, 99), halves=st.booleans())
def test_forward_fill_of_less_is_less_of_forward_fill(grid: str, rows: list[int], cut: int, halves: bool) -> None:
    """f(x[:t]) == f(x)[:t], also where a gap lies across t and a split within it."""
    whole = walk(grid)
    moment = whole.bars.index[cut]
    split = CorporateAction(whole.bars.index[50].date(), 0.5, 0.0)
    holed = replace(without(whole, rows), actions=(split,) if halves else ())
    known = replace(holed, bars=holed.bars[holed.bars.index <= moment])
    last = holed.bars.index[-1].to_pydatetime()
    then = fill_gaps(known, FORWARD, until=moment.to_pydatetime())
    later = fill_gaps(holed, FORWARD, until=last)
    assert same(then, later.bar_set.bars[later.bar_set.bars.index <= moment])
    assert list(later.bar_set.bars.index) == list(whole.bars.index[whole.bars.index <= last])


def test_interpolation_is_not_causal() -> None:
    holed = without(walk("hourly coin"), [10, 11, 12])
    moment = walk("hourly coin").bars.index[11]
    known = replace(holed, bars=holed.bars[holed.bars.index <= moment])
    then = fill_gaps(known, LINE, until=moment.to_pydatetime()).bar_set.bars
    later = fill_gaps(holed, LINE).bar_set.bars
    assert len(then) == 10
    assert len(later[later.index <= moment]) == 12
    # And a later price changes an earlier bar.
    moved = holed.bars.copy()
    moved.iloc[10, :4] *= 1.1
    assert not fill_gaps(replace(holed, bars=moved), LINE).bar_set.bars.iloc[11].equals(later.iloc[11])


def test_forward_filled_bars_are_those_of_the_engines_own_fill_forward() -> None:
    """The engine is held to recordings of real Lean: a copy of the last bar, at the moments that trade."""
    whole = walk("minutes of a stock")
    holed = without(whole, [1, 2, 3, 200, *range(380, 395), 600])
    filled = fill_gaps(holed, FORWARD)
    moments, emit = (frame.index.as_unit("us").asi8 for frame in (whole.bars, holed.bars))
    engine = fill_forward(emit, emit - 60_000_000, emit, moments, Bars(moments, moments - 60_000_000, moments))
    copied = engine.copied
    prices = holed.bars[["open", "high", "low", "close"]].to_numpy()[engine.source]
    assert np.array_equal(filled.bar_set.bars.index.as_unit("us").asi8, engine.emit)
    assert np.array_equal(filled.is_made.to_numpy(), copied)
    assert np.array_equal(filled.bar_set.bars[["open", "high", "low", "close"]].to_numpy(), prices)
    assert (filled.bar_set.bars["volume"].to_numpy()[copied] == 0).all()
    assert list(filled.missing) == list(whole.bars.index[copied])


@pytest.mark.parametrize("policy", [FORWARD, LINE])
def test_what_the_vendor_sent_stays_and_made_bars_keep_the_laws(policy: GapPolicy) -> None:
    holed = without(walk("hourly stock"), [5, 6, 7, 50, 51])
    filled = fill_gaps(holed, policy)
    bars = filled.bar_set.bars
    assert bars[~filled.is_made].equals(holed.bars)
    assert list(bars.index[filled.is_made]) == list(filled.missing)
    assert filled.bar_set.provenance.details["made_bars"] == "5"
    check_bars(bars, where="filled")


def test_a_line_is_straight_from_close_to_close() -> None:
    whole = walk("hourly coin")
    bars = fill_gaps(without(whole, [10, 11, 12]), LINE).bar_set.bars
    before, after = whole.bars["close"].iloc[9], whole.bars["close"].iloc[13]
    assert bars["close"].iloc[10:13].to_numpy() == pytest.approx(before + (after - before) * np.array([1, 2, 3]) / 4)
    assert bars["open"].iloc[10:13].to_numpy() == pytest.approx(bars["close"].iloc[9:12].to_numpy())


@pytest.mark.parametrize("policy", [FORWARD, LINE])
def test_over_a_split_and_a_dividend_the_adjusted_price_makes_no_jump(policy: GapPolicy) -> None:
    """Apple's split of 2005-02-28 inside a hole; what Lean shows is the judge."""
    symbol = SampleProvider().bars(*_apple()).symbol
    whole = SampleProvider().bars(symbol, *_apple()[1:])
    at = whole.bars.index.get_loc(pd.Timestamp("2005-02-28 21:00", tz="UTC"))
    filled = fill_gaps(without(whole, list(range(at - 2, at + 3))), policy)
    closes = lean_frame(filled.bar_set)["close"].iloc[at - 3 : at + 4]
    if policy is FORWARD:
        assert closes.iloc[:-1].to_numpy() == pytest.approx(np.full(6, closes.iloc[0]), rel=1e-9)
    else:
        assert np.diff(closes) == pytest.approx(np.full(6, (closes.iloc[-1] - closes.iloc[0]) / 6), rel=1e-6)


def test_flag_makes_nothing_and_says_what_is_missing() -> None:
    holed = without(walk("daily stock"), [5, 6])
    flagged = fill_gaps(holed, FLAG)
    assert flagged.bar_set is holed
    assert not flagged.is_made.any()
    assert list(flagged.missing) == list(walk("daily stock").bars.index[5:7])
    empty = replace(holed, bars=holed.bars.iloc[:0])
    assert not len(fill_gaps(empty, FORWARD).missing)


def test_no_bar_is_made_where_none_is_missing() -> None:
    for policy in GapPolicy:
        assert fill_gaps(walk("hourly pair"), policy).bar_set.provenance.label == "made for a test"


def test_signals_take_forward_filled_bars_where_the_recipe_says_so(tmp_path: Path) -> None:
    flag, fill = recipe(), recipe('gaps = "forward_fill"')
    (symbol,) = flag.securities
    whole = SampleProvider().bars(symbol, flag.bar_size, flag.data.start, flag.data.end)
    ParquetStore(tmp_path).append(without(whole, [100, 101]))
    assert len(closes_of(flag, pull(tmp_path, flag, symbol))) == len(whole.bars) - 2
    pulled = pull(tmp_path, fill, symbol)
    closes = closes_of(fill, pulled)
    assert len(closes) == len(whole.bars)
    assert closes.iloc[100] == closes.iloc[101] == closes.iloc[99]
    assert pulled.provenance.label == "sample data, public domain · gaps filled forward"


def test_signals_refuse_interpolated_bars_wherever_they_come_from(tmp_path: Path) -> None:
    chosen = recipe()
    (symbol,) = chosen.securities
    whole = SampleProvider().bars(symbol, chosen.bar_size, chosen.data.start, chosen.data.end)
    drawn = fill_gaps(without(whole, [100, 101]), LINE).bar_set
    assert is_interpolated(drawn.provenance)
    with pytest.raises(BadInput, match="use prices from after their own moment"):
        closes_of(chosen, drawn)
    ParquetStore(tmp_path).append(drawn)
    with pytest.raises(BadInput, match="interpolated") as caught:
        pull(tmp_path, chosen, symbol)
    assert "forward_fill" in caught.value.cure
    assert "interpolated" in json.dumps(json.loads((tmp_path / "AAPL" / "metadata.json").read_text()))


def test_a_recipe_may_flag_and_fill_forward_but_not_interpolate() -> None:
    assert recipe().data.gaps == "flag"
    with pytest.raises(BadInput, match="nobody knew at its moment"):
        recipe('gaps = "interpolate"')
    with pytest.raises(BadInput, match=r"data\.gaps"):
        recipe('gaps = "guess"')
    with pytest.raises(BadInput, match="for variant 'file'"):
        recipe('gaps = "forward_fill"', variant="inline")


def test_what_is_due_on_a_half_day_ends_at_one() -> None:
    whole = walk("hourly stock")
    ends = due_bars(whole.symbol, whole.resolution, date(2023, 11, 24), date(2023, 11, 24)).ends
    assert [f"{end:%H:%M}" for end in ends] == ["15:00", "16:00", "17:00", "18:00"]


def recipe(line: str = "", variant: str = "file") -> Recipe:
    text = (ROOT / "generator" / "recipes" / "aapl_regime.toml").read_text()
    return parse_recipe(f'variant = "{variant}"\n' + text.replace("[data]", f"[data]\n{line}"))


def _apple() -> tuple[object, ...]:
    chosen = recipe()
    return chosen.securities[0], chosen.bar_size, chosen.data.start, chosen.data.end
