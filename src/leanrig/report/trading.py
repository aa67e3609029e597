"""Tables of orders and closed trades, refused orders first, and the same as CSV."""

import math
import re
from collections.abc import Sequence
from datetime import timedelta

from leanrig.model.result import ClosedTrade, Order, Result
from leanrig.report import formats
from leanrig.report.fact import Column, Facts, FactTable, Row
from leanrig.report.tags import tag_of

__all__ = ["orders_csv", "orders_table", "refusals_table", "slippage", "trades_csv", "trades_table"]

_ORDER_COLUMNS = (
    Column("id", "No."),
    Column("created", "Sent (UTC)", is_number=False, how="createdTime"),
    Column("symbol", "Symbol", is_number=False),
    Column("kind", "Type", is_number=False),
    Column("quantity", "Quantity"),
    Column("state", "State", is_number=False),
    Column("row", "Signal row", is_number=False, how="the order's tag: stamp, regime, strength"),
    Column("seen", "Price seen", how="last price when the order was sent"),
    Column("fill", "Fill", how="mean price of the fills"),
    Column("filled", "Filled (UTC)", is_number=False, how="last fill's time"),
    Column("slip", "Worse by", how="fill against price seen, below nothing if better; holds slippage and any gap"),
    Column("fee", "Fee"),
)
_TRADE_COLUMNS = (
    Column("number", "No."),
    Column("symbol", "Symbol", is_number=False),
    Column("side", "Side", is_number=False),
    Column("quantity", "Quantity"),
    Column("entered", "In (UTC)", is_number=False),
    Column("entry", "At"),
    Column("exited", "Out (UTC)", is_number=False),
    Column("exit", "At"),
    Column("held", "Days held", how="from fill to fill, calendar days"),
    Column("profit", "Profit", how="before fees, account currency"),
    Column("fees", "Fees"),
    Column("worst", "Worst", how="lowest it stood at while open (mae)"),
    Column("best", "Best", how="highest it stood at while open (mfe)"),
)


def orders_table(facts: Facts, result: Result, currency: str, *, most: int) -> FactTable:
    """Return the first `most` orders, refused ones first."""
    first = sorted(result.orders, key=lambda order: (not order.is_refused, order.id))[:most]
    rows = [_order_row(order, currency) for order in first]
    return facts.table("orders", "Orders", _ORDER_COLUMNS, rows, "order events")


def refusals_table(facts: Facts, result: Result) -> FactTable | None:
    """Return why orders were refused, most often first; messages that differ in their figures only are one."""
    by_kind: dict[str, list[Order]] = {}
    for order in result.orders:
        if order.is_refused:
            by_kind.setdefault(re.sub(r"[\d.,]+", "", order.refusal), []).append(order)
    rows: list[Row] = [
        (
            (len(orders), formats.count(len(orders))),
            (orders[0].id, str(orders[0].id)),
            (orders[0].refusal, orders[0].refusal or "no message"),
        )
        for orders in sorted(by_kind.values(), key=len, reverse=True)
    ]
    columns = (
        Column("orders", "Refused"),
        Column("first", "First no."),
        Column("said", "What Lean said", is_number=False),
    )
    return facts.table("refusals", "Refused orders", columns, rows, "order events") if rows else None


def trades_table(facts: Facts, result: Result, currency: str, *, most: int) -> FactTable:
    """Return the first `most` closed trades, in the order of their ends."""
    rows = [_trade_row(number, trade, currency) for number, trade in enumerate(result.trades[:most], 1)]
    return facts.table("trades", "Closed trades", _TRADE_COLUMNS, rows, "result")


def slippage(order: Order) -> float | None:
    """Return what the fill was worse than the price seen, as a fraction; below zero it was better."""
    if order.fill_price is None or not order.last_price > 0 or not order.quantity:
        return None
    worse = order.fill_price / order.last_price - 1
    return worse if order.quantity > 0 else -worse


def orders_csv(orders: Sequence[Order]) -> str:
    """Return all orders as CSV, plain numbers."""
    lines = ["id,created,symbol,type,quantity,status,tag,price_seen,fill_price,filled,fee,fee_currency,message"]
    for order in orders:
        fees = order.fees
        cells: list[object] = [
            order.id, order.created and order.created.isoformat(), order.symbol, order.kind, order.quantity,
            order.status, order.tag, _blank(order.last_price), order.fill_price,
            order.filled and order.filled.isoformat(), sum(fees.values()), " ".join(fees), order.refusal,
        ]  # fmt: skip
        lines.append(",".join(_cell(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def trades_csv(trades: Sequence[ClosedTrade]) -> str:
    """Return all closed trades as CSV, plain numbers."""
    lines = ["symbols,side,quantity,entered,entry_price,exited,exit_price,profit,fees,mae,mfe,order_ids"]
    for trade in trades:
        cells: list[object] = [
            " ".join(trade.symbols), _side(trade), trade.quantity, trade.entered.isoformat(), trade.entry_price,
            trade.exited.isoformat(), trade.exit_price, trade.profit, trade.fees, trade.mae, trade.mfe,
            " ".join(str(number) for number in trade.order_ids),
        ]  # fmt: skip
        lines.append(",".join(_cell(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def _order_row(order: Order, currency: str) -> Row:
    tag = tag_of(order)
    slip = slippage(order)
    fees = order.fees
    fee = " + ".join(formats.money(value, unit) for unit, value in fees.items())
    state = order.status.replace("_", " ")
    return (
        (order.id, str(order.id)),
        (order.created, formats.moment(order.created)),
        (order.symbol, order.symbol),
        (order.kind, order.kind.replace("_", " ")),
        (order.quantity, formats.amount(order.quantity)),
        (order.status, "refused" if order.is_refused else state),
        (
            order.tag,
            order.tag
            if tag is None
            else f"{tag.stamp:%Y-%m-%d %H:%M} {tag.regime.replace('_', ' ')} {formats.ratio(tag.strength)}",
        ),
        (order.last_price, formats.price(order.last_price)),
        (order.fill_price, formats.price(order.fill_price)),
        (order.filled, formats.moment(order.filled)),
        (slip, formats.percent(slip, decimals=2)),
        (sum(fees.values()), fee or formats.money(0.0, currency)),
    )


def _trade_row(number: int, trade: ClosedTrade, currency: str) -> Row:
    held = trade.duration / timedelta(days=1)
    return (
        (number, str(number)),
        (" ".join(trade.symbols), " ".join(trade.symbols)),
        (_side(trade), _side(trade)),
        (trade.quantity, formats.amount(trade.quantity)),
        (trade.entered, formats.moment(trade.entered)),
        (trade.entry_price, formats.price(trade.entry_price)),
        (trade.exited, formats.moment(trade.exited)),
        (trade.exit_price, formats.price(trade.exit_price)),
        (held, formats.ratio(held, decimals=0 if held >= 10 else 1 if held >= 1 else 3)),
        (trade.profit, formats.money(trade.profit, currency)),
        (trade.fees, formats.money(trade.fees, currency)),
        (trade.mae, formats.money(trade.mae, currency)),
        (trade.mfe, formats.money(trade.mfe, currency)),
    )


def _side(trade: ClosedTrade) -> str:
    return "long" if trade.is_long else "short"


def _blank(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if any(letter in text for letter in ',"\n') else text
