"""Bars arrive in the store and in Lean's layout together, with what a run needs besides."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from leanrig.errors import BadInput
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.pipeline.fetch import fetch
from leanrig.providers.sample import SampleProvider
from leanrig.providers.simulator import SimulatedProvider
from leanrig.store.lean_format import read_lean
from leanrig.store.parquet_store import ParquetStore

AAPL, NOPE = (Symbol.parse(ticker, SecurityType.EQUITY) for ticker in ("AAPL", "NOPE"))
YEAR = {"resolution": Resolution.DAILY, "start": date(2005, 1, 3), "end": date(2005, 12, 30), "last_year": 2026}


class WithGaps:
    """The simulator without some days: a vendor that lost them."""

    name = "simulator"

    def bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet:
        made = SimulatedProvider().bars(symbol, resolution, start, end)
        return BarSet(symbol, resolution, made.bars.drop(made.bars.index[[3, 4, 9]]), made.provenance)


def test_store_and_leans_layout_hold_the_same(tmp_path: Path) -> None:
    (brought,) = fetch(tmp_path, [AAPL], SampleProvider(), **YEAR)
    assert brought.gaps == ()
    assert len(brought.bar_set.bars) == 252
    stored = ParquetStore(tmp_path).read(AAPL, Resolution.DAILY).bars
    pd.testing.assert_frame_equal(read_lean(tmp_path, AAPL, Resolution.DAILY), stored, check_freq=False)
    assert all(path.is_file() for path in brought.files)
    for name in ("market-hours/market-hours-database.json", "symbol-properties/symbol-properties-database.csv"):
        assert (tmp_path / name).is_file()


def test_a_second_fetch_adds_and_changes_nothing_else(tmp_path: Path) -> None:
    fetch(tmp_path, [AAPL], SampleProvider(), **YEAR)
    (brought,) = fetch(
        tmp_path, [AAPL], SampleProvider(), **YEAR | {"start": date(2005, 7, 1), "end": date(2006, 6, 30)}
    )
    assert len(brought.bar_set.bars) == 252 + 125
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    fetch(tmp_path, [AAPL], SampleProvider(), **YEAR)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path in before} == before


def test_sessions_without_a_bar_are_told(tmp_path: Path) -> None:
    symbol = Symbol.parse("TEST", SecurityType.EQUITY)
    (brought,) = fetch(tmp_path, [symbol], WithGaps(), **YEAR)
    assert brought.gaps == (date(2005, 1, 6), date(2005, 1, 7), date(2005, 1, 14))


def test_an_unknown_symbol_leaves_the_ones_before_it_fit_for_a_run(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no NOPE"):
        fetch(tmp_path, [AAPL, NOPE], SampleProvider(), **YEAR)
    assert len(read_lean(tmp_path, AAPL, Resolution.DAILY)) == 252
    assert (tmp_path / "market-hours" / "market-hours-database.json").is_file()
    assert not (tmp_path / "NOPE").exists()


def test_reversed_dates_are_refused_before_anything(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"ends .* before it starts") as caught:
        fetch(tmp_path, [AAPL], SampleProvider(), **YEAR | {"start": date(2006, 1, 1)})
    assert caught.value.cure == "swap --from and --to"
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    fetch(
        tmp_path, [AAPL], SampleProvider(), **YEAR, progress=lambda share, word, left_s=None: told.append((share, word))
    )
    assert told == [(0.0, "AAPL"), (1.0, "")]
