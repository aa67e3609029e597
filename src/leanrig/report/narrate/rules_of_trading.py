"""What the rules say of trades, orders and costs. Pure."""

from collections.abc import Iterator

from leanrig.report.cite.citable import CitableTable
from leanrig.report.narrate.rule_words import is_known, number, ordered

__all__ = ["trading"]


def trading(table: CitableTable) -> Iterator[str | None]:
    """Yield sentences on what was traded, what carried the profit, and what it cost."""
    if is_known(table, "account.orders", "account.trades"):
        yield "There were {account.orders} and {account.trades}."
    if is_known(table, "trades.wins", "trades.losses"):
        yield "There were {trades.wins} and {trades.losses}."
    if number(table, "orders.refused"):
        yield "Keep in mind {orders.refused}."
    if is_known(table, "trades.best_share"):
        yield "Keep in mind {trades.best_share}."
    if is_known(table, "account.fees", "account.costs"):
        yield "Keep in mind {account.fees} and {account.costs}."
    if is_known(table, "orders.slippage", "orders.break_even"):
        yield ordered(table, "orders.slippage", "orders.break_even")
    elif is_known(table, "orders.break_even"):
        yield "Keep in mind {orders.break_even}."
