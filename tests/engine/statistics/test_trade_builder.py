"""Trades from fills: rebuilt from recorded events, and by the other ways of grouping."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from engine.recorded_runs import Run, micros, regression_runs

from leanrig.engine.data.auxiliary import Split
from leanrig.engine.enums import DataNormalizationMode, FillGroupingMethod, FillMatchingMethod, SecurityType, SplitType
from leanrig.engine.identity import SecurityIdentifier, Symbol
from leanrig.engine.results.performance_json import performance
from leanrig.engine.statistics.results import AlgorithmPerformance
from leanrig.engine.statistics.trade_builder import TradeBuilder

_FILLED = ("filled", "partiallyFilled")
# These need the prices between the fills.
_ON_THE_WAY = {"mae", "mfe", "endTradeDrawdown", "id"}
_SPY = Symbol.create("SPY", SecurityType.EQUITY, "usa")


def _fill(event: dict[str, Any]) -> Any:
    return SimpleNamespace(
        symbol=Symbol(SecurityIdentifier.parse(event["symbol"]), event["symbolValue"]),
        order_id=int(event["orderId"]),
        time_us=micros_of(event["time"]),
        exact_fill_price=Decimal(event["fillPrice"]),
        exact_fill_quantity=Decimal(event["fillQuantity"]),
    )


def micros_of(seconds: Any) -> int:
    return int(Decimal(seconds) * 1_000_000)


def _is_plain(run: Run) -> bool:
    """Stocks in dollars whose prices were never split under way."""
    orders = run.orders.values()
    return (
        run.has_statistics
        and run.result["algorithmConfiguration"]["accountCurrency"] == "USD"
        and all(order["securityType"] == 1 and order["priceCurrency"] == "USD" for order in orders)
        and all(order["priceAdjustmentMode"] == int(DataNormalizationMode.ADJUSTED) for order in orders)
    )


def test_recorded_trades_rebuilt_from_their_fills() -> None:
    found: Counter[str] = Counter()
    different = []
    for run in regression_runs():
        if not _is_plain(run):
            continue
        builder = TradeBuilder()
        for event in run.result["orderEvents"] or ():
            if event["status"] in _FILLED:
                builder.process_fill(_fill(event), 1, Decimal(event.get("orderFeeAmount", 0)))
        ours = performance(AlgorithmPerformance(builder.closed_trades))["closedTrades"]
        recorded = run.result["totalPerformance"]["closedTrades"]
        found["runs"] += 1
        found["trades"] += len(recorded)
        assert len(ours) == len(recorded), run.name
        for one, other in zip(ours, recorded, strict=True):
            names = [name for name in other if name not in _ON_THE_WAY]
            apart = {name: (one[name], other[name]) for name in names if not _same(one[name], other[name])}
            if apart:
                different.append(f"{run.name}: {apart}")
    assert different == []
    assert found["runs"] > 100
    assert found["trades"] > 1_900


def _same(one: Any, other: Any) -> bool:
    """Equal; numbers to the 16 digits that the files have kept."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) <= abs(other) * Decimal("1e-15")
    return bool(one == other)


class Tape:
    """Fills one after another, a minute apart."""

    def __init__(self, grouping: FillGroupingMethod, matching: FillMatchingMethod = FillMatchingMethod.FIFO) -> None:
        self.builder = TradeBuilder(grouping, matching)
        self._count = 0

    def fill(self, quantity: int, price: str, fee: int = 1) -> "Tape":
        self._count += 1
        self.builder.process_fill(
            SimpleNamespace(
                symbol=_SPY,
                order_id=self._count,
                time_us=self._count * 60_000_000,
                exact_fill_price=Decimal(price),
                exact_fill_quantity=Decimal(quantity),
            ),
            1,
            fee,
        )
        return self

    def see(self, price: str) -> "Tape":
        self.builder.set_market_price(_SPY, Decimal(price))
        return self

    @property
    def trades(self) -> list[tuple[Decimal, ...]]:
        return [
            (
                trade.exact_quantity * trade.sign,
                trade.exact_entry_price,
                trade.exact_exit_price,
                trade.exact_profit_loss,
                trade.exact_total_fees,
            )
            for trade in self.builder.closed_trades
        ]


def _rows(*rows: tuple[str, ...]) -> list[tuple[Decimal, ...]]:
    return [tuple(Decimal(cell) for cell in row) for row in rows]


def test_fill_to_fill_takes_the_oldest_or_the_newest_first() -> None:
    oldest = Tape(FillGroupingMethod.FILL_TO_FILL).fill(10, "100").fill(10, "110").fill(-15, "120")
    assert oldest.trades == _rows(("10", "100", "120", "200", "2"), ("5", "110", "120", "50", "1"))
    newest = Tape(FillGroupingMethod.FILL_TO_FILL, FillMatchingMethod.LIFO)
    newest.fill(10, "100").fill(10, "110").fill(-15, "120")
    assert newest.trades == _rows(("10", "110", "120", "100", "2"), ("5", "100", "120", "100", "1"))
    assert newest.builder.has_open_position(_SPY) is True


def test_a_fill_that_turns_the_position_opens_the_rest_without_a_fee() -> None:
    tape = Tape(FillGroupingMethod.FILL_TO_FILL).fill(10, "100").fill(-25, "110").fill(15, "90")
    assert tape.trades == _rows(("10", "100", "110", "100", "2"), ("-15", "110", "90", "300", "1"))
    assert tape.builder.has_open_position(_SPY) is False


def test_flat_to_flat_is_one_trade_at_average_prices() -> None:
    tape = Tape(FillGroupingMethod.FLAT_TO_FLAT).fill(10, "100").fill(30, "120").fill(-20, "130").fill(-20, "140")
    assert tape.trades == _rows(("40", "115", "135", "800", "4"))
    assert tape.builder.closed_trades[0].order_ids == [1, 2, 3, 4]


def test_flat_to_reduced_is_a_trade_for_every_reduction() -> None:
    tape = Tape(FillGroupingMethod.FLAT_TO_REDUCED).fill(10, "100").fill(10, "120").fill(-15, "130").fill(-5, "140")
    first, second = tape.trades
    assert first[0] == 15
    assert first[3] == (130 - 100) * 10 + (130 - 120) * 5
    assert second == _rows(("5", "120", "140", "100", "1"))[0]


@pytest.mark.parametrize(("quantity", "worst", "best"), [(10, "-200", "300"), (-10, "-300", "200")])
def test_excursions_are_measured_from_the_entry(quantity: int, worst: str, best: str) -> None:
    tape = Tape(FillGroupingMethod.FILL_TO_FILL).fill(quantity, "100").see("130").see("80").fill(-quantity, "110")
    (trade,) = tape.builder.closed_trades
    assert (trade.exact_mae, trade.exact_mfe) == (Decimal(worst), Decimal(best))
    assert trade.exact_end_trade_drawdown == (500 if quantity > 0 else 300)
    assert trade.duration.total_seconds() == 60


def test_a_split_of_raw_prices_changes_what_is_open() -> None:
    tape = Tape(FillGroupingMethod.FILL_TO_FILL).fill(10, "100").see("90")
    split = Split(_SPY, datetime(2014, 6, 9), 90, 0.5, SplitType.SPLIT_OCCURRED)
    tape.builder.apply_split(split, False, DataNormalizationMode.ADJUSTED)
    assert tape.builder.open_positions[_SPY].lowest == 90
    tape.builder.apply_split(split, False, DataNormalizationMode.RAW)
    tape.fill(-20, "55")
    (trade,) = tape.builder.closed_trades
    assert (trade.exact_quantity, trade.exact_entry_price, trade.exact_profit_loss) == (20, 50, 100)
    assert trade.exact_mae == -100


def test_an_order_s_fee_counts_once() -> None:
    builder = TradeBuilder()
    for moment, (order_id, quantity) in enumerate(((1, 4), (1, 6), (2, -10))):
        fill = SimpleNamespace(
            symbol=_SPY,
            order_id=order_id,
            time_us=moment,
            exact_fill_price=Decimal(100),
            exact_fill_quantity=Decimal(quantity),
        )
        builder.process_fill(fill, 1, 3)
    assert [trade.exact_total_fees for trade in builder.closed_trades] == [6, 0]


def test_times_of_events_are_exact() -> None:
    assert micros_of(Decimal("1381152660.5")) == micros("2013-10-07T13:31:00.5Z")
