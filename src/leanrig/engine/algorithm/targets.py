"""Orders that bring positions to targets, and orders that close them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from leanrig.engine.algorithm.order_arguments import amount, check_flag, ordered_symbol
from leanrig.engine.enums import OrderType
from leanrig.engine.identity import Symbol
from leanrig.engine.number import ZERO
from leanrig.engine.orders.ticket import OrderTicket
from leanrig.engine.portfolio.targets import PortfolioTarget, by_margin_impact

__all__ = ["liquidate", "set_holdings"]

_MARKET_KINDS = (OrderType.MARKET, OrderType.MARKET_ON_OPEN)
_DISABLED = "Liquidate() is currently disabled by settings. To re-enable please set 'Settings.LiquidateEnabled' to true"


def set_holdings(algorithm: Any, *args: Any, **named: Any) -> list[OrderTicket]:
    """Both forms of Lean's SetHoldings; see `TradingMixin.set_holdings`."""
    first = args[0] if args else named.get("targets", named.get("symbol"))
    if isinstance(first, (list, tuple)):
        return _of_list(algorithm, *args, **named)
    return _of_symbol(algorithm, *args, **named)


def _of_symbol(
    algorithm: Any,
    symbol: object,
    percentage: object,
    liquidate_existing_holdings: bool = False,
    asynchronous: bool = False,
    tag: str | None = None,
    order_properties: Any = None,
) -> list[OrderTicket]:
    check_flag("set_holdings", liquidate_existing_holdings)
    check_flag("set_holdings", asynchronous)
    wanted = ordered_symbol(symbol)
    quantity = algorithm.exact_order_quantity(wanted, amount("set_holdings", percentage))
    tickets = []
    if liquidate_existing_holdings:
        tickets += _liquidate_others(algorithm, [wanted], tag, order_properties)
    return tickets + _towards(algorithm, wanted, quantity, asynchronous, tag, order_properties)


def _of_list(
    algorithm: Any,
    targets: Iterable[PortfolioTarget],
    liquidate_existing_holdings: bool = False,
    asynchronous: bool = False,
    tag: str | None = None,
    order_properties: Any = None,
) -> list[OrderTicket]:
    check_flag("set_holdings", liquidate_existing_holdings)
    check_flag("set_holdings", asynchronous)
    targets = list(targets)
    tickets = []
    if liquidate_existing_holdings:
        tickets += _liquidate_others(algorithm, [target.symbol for target in targets], tag, order_properties)
    changes = [
        PortfolioTarget(target.symbol, algorithm.exact_order_quantity(target.symbol, target.exact_quantity))
        for target in targets
    ]
    for change in by_margin_impact(changes, algorithm, target_is_delta=True):
        tickets += _towards(algorithm, change.symbol, change.exact_quantity, asynchronous, tag, order_properties)
    return tickets


def _liquidate_others(algorithm: Any, keep: list[Symbol], tag: str | None, order_properties: Any) -> list[OrderTicket]:
    others = [symbol for symbol in algorithm.securities.keys() if symbol not in set(keep)]  # noqa: SIM118
    others.sort(key=lambda symbol: symbol.value)
    return liquidate(algorithm, others, False, tag, order_properties)


def _towards(
    algorithm: Any, symbol: Symbol, change: Decimal, asynchronous: bool, tag: str | None, order_properties: Any
) -> list[OrderTicket]:
    """Order a change, less what market orders will bring anyway."""
    waiting = algorithm.transactions.exact_open_quantity(
        lambda ticket: ticket.symbol == symbol and ticket.order_type in _MARKET_KINDS
    )
    quantity = change - waiting
    if not quantity:
        return []
    security = algorithm.securities.by_symbol(symbol)
    if security is None:
        algorithm.error(f"{symbol} not found in portfolio. Request this data when initializing the algorithm.")
        return []
    is_open = security.exchange.exchange_open
    place = algorithm.market_order if is_open else algorithm.market_on_open_order
    return [place(symbol, quantity, asynchronous, "" if tag is None else tag, order_properties)]


def liquidate(
    algorithm: Any, symbols: Iterable[Symbol], asynchronous: bool, tag: str | None, order_properties: Any
) -> list[OrderTicket]:
    """Cancel the open orders of symbols and close their positions."""
    if not algorithm.settings.liquidate_enabled:
        algorithm.debug(_DISABLED)
        return []
    reason = "Liquidated" if tag is None else tag
    tickets = []
    for symbol in symbols:
        security = algorithm.securities.by_symbol(symbol)
        if security is None:
            _say_unknown(algorithm, symbol)
            continue
        quantity = _to_close(algorithm, security, reason)
        if quantity:
            tickets.append(algorithm.order(symbol, quantity, asynchronous, reason, order_properties))
    return tickets


def _say_unknown(algorithm: Any, symbol: Symbol) -> None:
    if "liquidate unknown" not in algorithm._lean_said:
        algorithm._lean_said.add("liquidate unknown")
        algorithm.debug(
            f"Warning: liquidate ignored symbol '{symbol}' because it has not been added to the algorithm. "
            "Add the security before liquidating it."
        )


def _to_close(algorithm: Any, security: Any, reason: str) -> Decimal:
    """Cancel what waits; return what is left to order so that the position closes."""
    transactions = algorithm.transactions
    waiting = transactions.get_open_orders(security.symbol)
    held = security.holdings.exact_quantity if security.holdings.invested else ZERO
    if len(waiting) == 1 and held and waiting[0].exact_quantity == -held and waiting[0].type is OrderType.MARKET:
        return ZERO
    coming = ZERO
    for order in waiting:
        if order.type is not OrderType.MARKET:
            transactions.cancel_order(order.id, reason)
            continue
        ticket = transactions.get_order_ticket(order.id)
        if ticket is not None:
            coming += ticket.exact_quantity_remaining
    return -held - coming if held else ZERO
