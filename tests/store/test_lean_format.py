"""Lean's layout: what is read back is what was written, and rows stand where real Lean's stand."""

import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import COIN, PROVENANCE, STOCK, bar_set, simulated
from shared_reference import shared

from leanrig.errors import BadInput, Missing
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.sample import SampleProvider
from leanrig.store.lean_format import lean_file, read_lean, write_lean

BARE = Path(__file__).parents[1] / "bare" / "data"
SPANS = {
    Resolution.DAILY: (date(2023, 11, 20), date(2024, 1, 12)),
    Resolution.HOUR: (date(2023, 11, 20), date(2023, 11, 27)),
    Resolution.MINUTE: (date(2024, 3, 8), date(2024, 3, 11)),  # New York changes its clocks in between
}


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0]).decode().split()


@pytest.mark.parametrize("resolution", SPANS)
@pytest.mark.parametrize("symbol", [STOCK, COIN], ids=str)
def test_what_is_read_is_what_was_written_byte_for_byte(symbol: Symbol, resolution: Resolution, tmp_path: Path) -> None:
    made = simulated(symbol, resolution, *SPANS[resolution])
    write_lean(made, tmp_path / "one")
    found = read_lean(tmp_path / "one", symbol, resolution)
    pd.testing.assert_frame_equal(found, made.bars, check_freq=False)
    write_lean(BarSet(symbol, resolution, found, made.provenance), tmp_path / "two")
    assert tree(tmp_path / "two") == tree(tmp_path / "one")


@st.composite
def coin_bars(draw: st.DrawFn) -> pd.DataFrame:
    """Bars of a coin whose prices and volumes have up to eight decimals, however small or large."""
    count = draw(st.integers(1, 12))
    number = st.integers(1, 10**13).map(lambda n: n / 10**8)
    lines = []
    for _ in range(count):
        low, one, two, high = sorted(draw(st.tuples(number, number, number, number)))
        lines.append((one, high, low, two, draw(st.integers(0, 10**14)) / 10**8))
    ends = pd.date_range("2024-01-02", periods=count, freq="D", tz="UTC", name="end_time", unit="us")
    return pd.DataFrame(lines, columns=["open", "high", "low", "close", "volume"], index=ends)


@given(coin_bars())
@settings(max_examples=60, deadline=None)
def test_every_digit_of_a_coin_survives(tmp_path_factory: pytest.TempPathFactory, bars: pd.DataFrame) -> None:
    folder = tmp_path_factory.mktemp("coin")
    made = BarSet(COIN, Resolution.DAILY, bars.asfreq(None), PROVENANCE)
    path, data = lean_file(made)
    write_lean(made, folder)
    assert (folder / path).read_bytes() == data
    pd.testing.assert_frame_equal(read_lean(folder, COIN, Resolution.DAILY), bars, check_freq=False)


@given(st.lists(st.tuples(*[st.integers(1, 10**9)] * 4, st.integers(0, 10**12)), min_size=1, max_size=10))
@settings(max_examples=60, deadline=None)
def test_every_ten_thousandth_of_a_stock_survives(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[tuple[int, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("stock")
    ends = simulated().bars.index[: len(numbers)]
    lines = []
    for *prices, volume in numbers:
        low, one, two, high = (price / 10_000 for price in sorted(prices))
        lines.append((one, high, low, two, float(volume)))
    bars = pd.DataFrame(lines, columns=["open", "high", "low", "close", "volume"], index=ends)
    write_lean(bar_set(bars), folder)
    pd.testing.assert_frame_equal(read_lean(folder, STOCK, Resolution.DAILY), bars)


@pytest.mark.parametrize("ticker", ["AAPL", "IBM", "MSFT", "GOOG"])
def test_daily_rows_are_those_that_real_lean_has_run_on(ticker: str, tmp_path: Path) -> None:
    symbol = Symbol.parse(ticker, SecurityType.EQUITY)
    write_lean(SampleProvider().bars(symbol, Resolution.DAILY, date(2000, 3, 1), date(2013, 3, 1)), tmp_path)
    ours, theirs = tmp_path / "equity" / "usa", BARE / "equity" / "usa"
    assert rows(ours / f"daily/{ticker.lower()}.zip") == rows(theirs / f"daily/{ticker.lower()}.zip")
    assert (ours / f"map_files/{ticker.lower()}.csv").read_text() == (
        theirs / f"map_files/{ticker.lower()}.csv"
    ).read_text()
    factors = [
        [line.split(",") for line in (root / f"factor_files/{ticker.lower()}.csv").read_text().split()]
        for root in (ours, theirs)
    ]
    for mine, other in zip(*factors, strict=True):
        assert (mine[0], float(mine[2]), float(mine[3])) == (other[0], float(other[2]), float(other[3]))
        assert float(mine[1]) == pytest.approx(float(other[1]), rel=1e-9)


REAL = [
    ("TST", SecurityType.EQUITY, Resolution.DAILY),
    ("TST", SecurityType.EQUITY, Resolution.HOUR),
    ("TST", SecurityType.EQUITY, Resolution.MINUTE),
    ("BTCUSD", SecurityType.CRYPTO, Resolution.MINUTE),
]


@pytest.mark.parametrize(("ticker", "kind", "resolution"), REAL)
def test_rows_that_real_lean_has_run_on_are_written_again_as_they_were(
    ticker: str, kind: SecurityType, resolution: Resolution, tmp_path: Path
) -> None:
    symbol = Symbol.parse(ticker, kind)
    found = read_lean(BARE, symbol, resolution)
    written = write_lean(BarSet(symbol, resolution, found, PROVENANCE), tmp_path)
    zips = [path for path in written if path.suffix == ".zip"]
    assert zips
    for path in zips:
        theirs = [_numbers(row) for row in rows(BARE / path.relative_to(tmp_path))]
        assert [_numbers(row) for row in rows(path)] == theirs


def test_leans_own_sample_is_read_and_written_again(tmp_path: Path) -> None:
    data = shared("lean-data")
    symbol = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
    found = read_lean(data, symbol, Resolution.DAILY)
    write_lean(BarSet(symbol, Resolution.DAILY, found, PROVENANCE), tmp_path)
    name = "crypto/coinbase/daily/btcusd_trade.zip"
    assert [_numbers(row) for row in rows(tmp_path / name)] == [_numbers(row) for row in rows(data / name)]


def _numbers(row: str) -> tuple[object, ...]:
    """Return a row's time as text and its figures as numbers: `1.50` and `1.5` are one price."""
    time, *rest = row.rsplit(",", 5)
    return (time, *map(float, rest))


@pytest.mark.parametrize(
    ("symbol", "resolution", "first"),
    [
        (STOCK, Resolution.DAILY, ["20231120 00:00"]),
        (COIN, Resolution.DAILY, ["20231120 00:00"]),
        (STOCK, Resolution.HOUR, [f"20231120 {hour:02}:00" for hour in range(9, 16)]),
        (COIN, Resolution.HOUR, [f"20231120 {hour:02}:00" for hour in range(3)]),
    ],
)
def test_starts_are_stamped_in_the_datas_zone(
    symbol: Symbol, resolution: Resolution, first: list[str], tmp_path: Path
) -> None:
    path = write_lean(simulated(symbol, resolution, *SPANS[resolution]), tmp_path)[0]
    with zipfile.ZipFile(path) as archive:
        lines = archive.read(archive.namelist()[0]).decode().splitlines()
    assert [line[:14] for line in lines[: len(first)]] == first


def test_a_half_day_ends_early(tmp_path: Path) -> None:
    made = simulated(STOCK, Resolution.HOUR, date(2023, 11, 24), date(2023, 11, 24))
    path = write_lean(made, tmp_path)[0]
    with zipfile.ZipFile(path) as archive:
        stamps = [line[:14] for line in archive.read(archive.namelist()[0]).decode().splitlines()]
    assert stamps == [f"20231124 {hour:02}:00" for hour in (9, 10, 11, 12)]


def test_minutes_are_one_zip_a_day_in_milliseconds(tmp_path: Path) -> None:
    written = write_lean(simulated(STOCK, Resolution.MINUTE, *SPANS[Resolution.MINUTE]), tmp_path)
    assert [path.name for path in written[:2]] == ["20240308_trade.zip", "20240311_trade.zip"]
    for path in written[:2]:  # before and after the change of clocks
        stamps = [int(row.split(",")[0]) for row in rows(path)]
        assert stamps == list(range(34_200_000, 57_600_000, 60_000))


def test_what_is_missing_or_torn_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no daily bars of TEST"):
        read_lean(tmp_path, STOCK, Resolution.DAILY)
    path = write_lean(simulated(), tmp_path)[0]
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 2], b"", b"PK"):
        path.write_bytes(broken)
        with pytest.raises(BadInput, match="the zip cannot be read") as caught:
            read_lean(tmp_path, STOCK, Resolution.DAILY)
        assert caught.value.where == str(path)
        assert "fetch the symbol again" in caught.value.cure
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("test.csv", "20240102 00:00,1,2,1,2,5\n20240103 00:00,1,2,1\n")
    with pytest.raises(BadInput, match="4 fields instead of 6") as caught:
        read_lean(tmp_path, STOCK, Resolution.DAILY)
    assert caught.value.where.endswith("line 2")


def test_damage_inside_a_zip_is_found(tmp_path: Path) -> None:
    path = write_lean(simulated(), tmp_path)[0]
    data = bytearray(path.read_bytes())
    draw = np.random.default_rng(1)
    data[60:120] = draw.integers(0, 256, 60, dtype=np.uint8).tobytes()
    path.write_bytes(bytes(data))
    with pytest.raises(BadInput, match="the zip cannot be read"):
        read_lean(tmp_path, STOCK, Resolution.DAILY)


def test_two_bars_in_one_of_leans_are_refused(tmp_path: Path) -> None:
    bars = simulated(STOCK, Resolution.HOUR, *SPANS[Resolution.HOUR]).bars
    ends = bars.index.to_series()
    ends.iloc[1] = ends.iloc[1] - pd.Timedelta(minutes=30)
    extra = pd.concat([bars.iloc[:1], bars.set_axis(pd.DatetimeIndex(ends)).iloc[1:2], bars.iloc[1:]])
    with pytest.raises(BadInput, match="two hour bars of TEST"):
        write_lean(bar_set(extra, resolution=Resolution.HOUR), tmp_path)
