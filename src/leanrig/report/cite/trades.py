"""How it traded: winners and losers, what carries the profit, what trading cost, what was refused. Pure."""

import statistics
from collections.abc import Iterator, Sequence
from datetime import timedelta

from leanrig.model.result import ClosedTrade, Order
from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite
from leanrig.report.cite.sources import Sources
from leanrig.report.cite.statistics import read_number
from leanrig.report.facts import Story
from leanrig.report.inputs import ReportInputs
from leanrig.report.trading import slippage

__all__ = ["break_even", "trades_facts", "volume_of"]

_BASIS_POINT = 1e-4
_BY_PRICE = {"equity", "crypto"}


def trades_facts(inputs: ReportInputs, story: Story, sources: Sources) -> Iterator[Citable]:
    """Yield trades.* and orders.*."""
    result = inputs.result
    if not result.has_json:
        return
    if result.trades:
        yield from _winners(result.trades, sources.result)
        yield from _money(result.trades, story.currency, sources.result)
        yield from _holding(result.trades, sources.result)
    if result.orders:
        yield from _orders(result.orders, sources.events)
        yield from _costs(inputs, story, sources)


def volume_of(inputs: ReportInputs) -> float | None:
    """Return what was bought and sold: Lean's own figure, else the fills of securities priced in money a piece."""
    said = read_number(inputs.result.runtime_statistics.get("Volume", ""))
    if said is not None and said > 0:
        return said
    orders = [order for order in inputs.result.orders if order.filled_quantity]
    if not orders or not {order.security_type for order in orders} <= _BY_PRICE:
        return None
    return sum(abs(order.filled_quantity * (order.fill_price or order.price)) for order in orders) or None


def break_even(profit: float, volume: float) -> float:
    """Return the extra cost in basis points of every dollar traded at which a profit is gone."""
    return profit / volume / _BASIS_POINT


def _winners(trades: Sequence[ClosedTrade], source: Source) -> Iterator[Citable]:
    won = sum(_net(trade) > 0 for trade in trades)
    lost = sum(_net(trade) < 0 for trade in trades)
    for key, number, thing in (("wins", won, "winning trade"), ("losses", lost, "losing trade")):
        yield cite(
            f"trades.{key}", number, shown.count(number), f"number of {thing}s", source=source, measure="closed trades",
            whole=shown.counted(number, thing), how="closed trades by the sign of their profit net of fees",
        )  # fmt: skip
    yield cite(
        "trades.win_rate", won / len(trades), shown.whole_percent(won / len(trades)), "share of winning trades",
        source=source, how="closed trades with a profit net of fees, by all closed trades", sense="more",
    )  # fmt: skip


def _money(trades: Sequence[ClosedTrade], currency: str, source: Source) -> Iterator[Citable]:
    profits = [_net(trade) for trade in trades]
    total = sum(profits)
    best, worst = max(profits), min(profits)
    for key, value, noun in (
        ("profit", total, "profit of all closed trades"),
        ("average", total / len(profits), "average profit of a closed trade"),
        ("best", best, "profit of the best trade"),
        ("worst", worst, "profit of the worst trade"),
    ):
        yield cite(
            f"trades.{key}", value, shown.money(value, currency, decimals=0 if abs(value) >= 1000 else 2), noun,
            source=source, measure="profit of trades", how="net of fees", sense="more",
        )  # fmt: skip
    if len(profits) > 1 and total > 0:
        yield cite(
            "trades.best_share", best / total, shown.whole_percent(best / total),
            "share of the profit that the best trade made", source=source, sense="less",
            how="largest profit of a trade by the sum of all, net of fees",
        )  # fmt: skip
        yield cite(
            "trades.without_best", total - best, shown.money(total - best, currency, decimals=0),
            "profit of all closed trades without the best one", source=source, measure="profit of trades",
            how="net of fees", sense="more",
        )  # fmt: skip


def _holding(trades: Sequence[ClosedTrade], source: Source) -> Iterator[Citable]:
    days = [trade.duration / timedelta(days=1) for trade in trades]
    for key, value, noun in (
        ("median_days", statistics.median(days), "median holding time"),
        ("longest_days", max(days), "longest holding time"),
    ):
        yield cite(
            f"trades.{key}", value, shown.days(value), noun, source=source, measure="holding time",
            how="calendar days from fill to fill of closed trades",
        )  # fmt: skip


def _orders(orders: Sequence[Order], source: Source) -> Iterator[Citable]:
    refused = sum(order.is_refused for order in orders)
    filled = sum(bool(order.filled_quantity) for order in orders)
    for key, number, noun in (("refused", refused, "refused order"), ("filled", filled, "filled order")):
        yield cite(
            f"orders.{key}", number, shown.count(number), f"number of {noun}s", source=source, measure="orders",
            whole=shown.counted(number, noun), how="orders by their last state",
        )  # fmt: skip
    slips = [(slip, _value(order)) for order in orders if (slip := slippage(order)) is not None]
    weight = sum(value for _, value in slips)
    if weight > 0:
        mean = sum(slip * value for slip, value in slips) / weight / _BASIS_POINT
        yield cite(
            "orders.slippage", mean, shown.basis_points(mean), "mean shortfall of fills against the price seen",
            source=source, sense="less", measure="cost of a traded dollar",
            how="fill against the price seen when the order was sent, weighted by value; holds slippage and any gap of"
            " the night; below zero the fills were better",
        )  # fmt: skip


def _costs(inputs: ReportInputs, story: Story, sources: Sources) -> Iterator[Citable]:
    gross = sum(trade.profit for trade in inputs.result.trades)
    found, daily = story.measures, story.daily
    if found is not None and found.fees > 0 and gross > 0:
        yield cite(
            "trades.fees_share", found.fees / gross, shown.whole_percent(found.fees / gross),
            "share of the profit that fees took", source=sources.both(sources.result, sources.events), sense="less",
            how="fees of all orders by profit of closed trades before fees",
        )  # fmt: skip
    volume = volume_of(inputs)
    if volume is None:
        return
    yield cite(
        "orders.volume", volume, shown.money(volume, story.currency, decimals=0), "traded volume",
        source=sources.result, how="everything bought and sold: Lean's own sum, else fills at their prices",
    )  # fmt: skip
    if daily is not None and (profit := float(daily.equity[-1] - daily.equity[0])) > 0:
        value = break_even(profit, volume)
        yield cite(
            "orders.break_even", value, shown.basis_points(value),
            "extra cost of a traded dollar that would take the profit", source=sources.result, sense="more",
            measure="cost of a traded dollar",
            how="gain of the account over the run by traded volume; what the loss of compounding adds is left out",
        )  # fmt: skip


def _net(trade: ClosedTrade) -> float:
    return trade.profit - trade.fees


def _value(order: Order) -> float:
    return abs(order.filled_quantity * order.last_price)
