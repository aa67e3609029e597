"""Indicators against independent answers, bar by bar: charting tools and TA-Lib, as Lean's own tests use them."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import nan, sqrt
from typing import Any

import pytest
from engine.indicators.reference_cases import GROUPS, PAIRS, SINGLE
from shared_reference import shared
from thinned import IS_ALL

from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import SecurityType
from leanrig.engine.hours.database import MarketHoursDatabase
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.base import Indicator
from leanrig.engine.indicators.shortcut import load

_FORMS = (
    "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%Y-%m-%d", "%Y-%m-%d %I:%M:%S %p",
    "%Y-%m-%dT%H:%M:%SZ", "%Y%m%d", "%Y%m%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S",
    "%m/%d/%y %I:%M %p", "%m/%d/%Y %I:%M %p", "%Y/%m/%d",
)  # fmt: skip
Row = tuple[TradeBar, dict[str, str]]


def moment_of(text: str) -> datetime:
    if text.isdigit() and len(text) > 8:
        return datetime.fromtimestamp(int(text), UTC).replace(tzinfo=None)
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueError(text)


def rows_of(file: str) -> Iterator[Row]:
    """Bars of a day each and the other cells of their rows, header names in lower case."""
    path = shared("lean-indicator-references", file)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for cells in csv.DictReader(lines):
            row = {str(name).strip().strip('"').lower(): (value or "").strip() for name, value in cells.items() if name}
            moment = moment_of(row.get("date") or row["time"])
            close = Decimal(row["close"])
            prices = [Decimal(row.get(field) or close) for field in ("open", "high", "low")]
            ticker = row.get("symbol") or row.get("ticker")
            symbol = Symbol.create(ticker, SecurityType.EQUITY, "usa") if ticker else None
            volume = Decimal(row.get("volume") or 0)
            yield TradeBar(moment, symbol, *prices, close, volume, timedelta(days=1)), row


def feed(indicator: Any, bar: TradeBar) -> None:
    if isinstance(indicator, Indicator):
        indicator.update(bar.end_time, bar.close)
    else:
        indicator.update(bar)


def value_of(indicator: Any, part: str) -> float:
    shown = getattr(indicator, part) if part else indicator
    return shown if isinstance(shown, float) else float(shown.current.value)


def compare(indicator: Any, rows: list[Row], columns: dict[str, str], tolerance: float) -> int:
    """Feed all rows; return how many cells were compared."""
    count = 0
    for bar, row in rows:
        feed(indicator, bar)
        for column, part in columns.items():
            cell = row[column.lower()]
            is_ready = indicator.is_ready and getattr(getattr(indicator, part, None), "is_ready", True)
            if cell and is_ready:
                assert value_of(indicator, part) == pytest.approx(float(cell), rel=0, abs=tolerance), (column, bar.time)
                count += 1
    return count


def names(cases: list[Any]) -> list[str]:
    return [f"{kind.partition('.')[2]}-{next(iter(columns))}" for _, kind, _, columns, _ in cases]


@pytest.mark.parametrize(("file", "kind", "arguments", "columns", "tolerance"), SINGLE, ids=names(SINGLE))
def test_one_symbol(
    file: str, kind: str, arguments: tuple[Any, ...], columns: dict[str, str], tolerance: float
) -> None:
    indicator, rows = load(kind)(*arguments), list(rows_of(file))
    if "HurstExponent" in kind and not IS_ALL:
        rows = rows[: len(rows) // 3]  # each of its values takes as long as a thousand of the others
    assert compare(indicator, rows, columns, tolerance) > 0
    indicator.reset()
    assert (indicator.current.value, indicator.samples, indicator.is_ready) == (0, 0, False)
    assert compare(indicator, rows, columns, tolerance) > 0


@pytest.mark.parametrize(("file", "kind", "arguments", "columns", "tolerance"), SINGLE, ids=names(SINGLE))
def test_it_is_ready_after_the_inputs_it_says(
    file: str, kind: str, arguments: tuple[Any, ...], columns: dict[str, str], tolerance: float
) -> None:
    indicator = load(kind)(*arguments)
    if not indicator.warm_up_period:
        pytest.skip("Lean's class does not say how many it needs")
    ready = []
    for bar, _ in rows_of(file):
        feed(indicator, bar)
        ready.append(indicator.is_ready)
    assert ready.index(True) + 1 == indicator.warm_up_period


@pytest.fixture
def hours() -> MarketHoursDatabase:
    return MarketHoursDatabase(shared("lean-data", "market-hours", "market-hours-database.json"))


@pytest.mark.parametrize(("file", "kind", "arguments", "columns", "tolerance"), PAIRS, ids=names(PAIRS))
def test_a_target_and_a_reference(
    hours: MarketHoursDatabase,
    file: str,
    kind: str,
    arguments: tuple[Any, ...],
    columns: dict[str, str],
    tolerance: float,
) -> None:
    rows = list(rows_of(file))
    symbols = list(dict.fromkeys(bar.symbol for bar, _ in rows))
    indicator = load(kind)("pair", *symbols, *arguments)
    assert compare(indicator, rows, columns, tolerance) > 0
    indicator.reset()
    assert compare(indicator, rows, columns, tolerance) > 0


@pytest.mark.parametrize(("file", "kind", "arguments", "columns", "tolerance"), GROUPS, ids=names(GROUPS))
def test_a_group(file: str, kind: str, arguments: tuple[Any, ...], columns: dict[str, str], tolerance: float) -> None:
    rows = list(rows_of(file))
    indicator = load(kind)(*arguments)
    for symbol in dict.fromkeys(bar.symbol for bar, _ in rows):
        indicator.add(symbol)
    assert compare(indicator, rows, columns, tolerance) > 0
    indicator.reset()
    assert compare(indicator, rows, columns, tolerance) > 0


@pytest.mark.parametrize(("kind", "column"), [("McClellanOscillator", "mo"), ("McClellanSummationIndex", "msi")])
def test_the_breadth_of_a_whole_market(kind: str, column: str) -> None:
    """Averages are linear: shares that move for one binary digit of the difference each make up the whole market."""
    symbols = [Symbol.create(ticker, SecurityType.EQUITY, "usa") for ticker in ("STILL", "MOVES")]
    digits = [load(f"mcclellan.{kind}")() for _ in range(12)]
    for digit in digits:
        for symbol in symbols:
            digit.add(symbol)
    prices, compared = [1000] * 12, 0
    with shared("lean-indicator-references", "mcclellan_data.csv").open() as lines:
        rows = [{name.lower(): cell for name, cell in row.items()} for row in csv.DictReader(lines)]
    for place, digit in enumerate(digits):
        oscillator = getattr(digit, "mc_clellan_oscillator", digit)
        # What was before the file, as Lean's test has it.
        for average, before in ((oscillator.ema_fast, -209.85), (oscillator.ema_slow, -186.41)):
            average.update(datetime(2021, 12, 31), 0 if place else before)
    if column == "msi":
        digits[0].summation.exact_value = Decimal("-606.25")
    for day, row in enumerate(rows):
        change = int(row["a/d difference"])
        for place, digit in enumerate(digits):
            if abs(change) >> place & 1:
                prices[place] += 1 if change > 0 else -1
            for symbol, price in zip(symbols, (1000, prices[place]), strict=True):
                start = datetime(2022, 1, 1) + timedelta(days=day)
                digit.update(TradeBar(start, symbol, *[Decimal(price)] * 5, timedelta(days=1)))
        if digits[0].is_ready and row[column]:
            whole = sum(digit.current.value * 2**place for place, digit in enumerate(digits))
            assert whole == pytest.approx(float(row[column]), abs=1e-3), row
            compared += 1
    assert compared > 100


def test_the_standard_deviation_is_the_root_of_the_variance() -> None:
    indicator, count = load("dispersion.StandardDeviation")(10), 0
    for bar, row in rows_of("spy_var.txt"):
        feed(indicator, bar)
        if row["var"] and indicator.is_ready:
            assert indicator.current.value == pytest.approx(sqrt(float(row["var"])), abs=1e-6)
            count += 1
    assert count > 400


def test_the_rate_of_change_is_a_fraction() -> None:
    indicator, count = load("change.RateOfChange")(50), 0
    for bar, row in rows_of("spy_with_rocp50.txt"):
        feed(indicator, bar)
        if row["rate of change % 50"] and indicator.is_ready:
            assert indicator.current.value * 100 == pytest.approx(float(row["rate of change % 50"]), abs=1e-3)
            count += 1
    assert count > 400


def test_on_balance_volume_to_the_digits_that_are_given() -> None:
    indicator, count = load("volume.OnBalanceVolume")(), 0
    for bar, row in rows_of("spy_with_obv.txt"):
        feed(indicator, bar)
        expected = float(row["obv"] or nan)
        if expected == expected:
            assert f"{indicator.current.value:.2E}" == f"{expected:.2E}"
            count += 1
    assert count > 400
