"""What Lean's broker models accept, as far as a recipe needs it.

Windows for orders at the open are in the exchange's time; the rendered algorithm sends them five minutes before it.
"""

from dataclasses import dataclass

__all__ = ["BROKERS", "Broker"]


@dataclass(frozen=True, slots=True)
class Broker:
    """One of Lean's brokerage models.

    Parameters
    ----------
    lean_name
        The member of `BrokerageName`.
    takes_orders_for_the_open
        Whether an order sent at 9:25 for the open is accepted.
    crosses_zero
        Whether one order at the open may turn a position from long to short.
    shorts_coins
        Whether it takes orders that leave a coin short.
    """

    name: str
    lean_name: str
    security_types: tuple[str, ...]
    accounts: tuple[str, ...]
    takes_orders_for_the_open: bool
    crosses_zero: bool
    shorts_coins: bool = False


_BOTH = ("margin", "cash")
_ALL = (
    Broker("default", "DEFAULT", ("equity", "crypto", "forex"), _BOTH, True, True, shorts_coins=True),
    # It takes currencies too, in orders of 20,000 and more: a recipe's small changes would be refused one by one.
    Broker("interactive_brokers", "INTERACTIVE_BROKERS_BROKERAGE", ("equity",), _BOTH, True, True),
    # Lean's model of it takes no account type: asked for a cash account, it is a margin account without a word.
    Broker("alpaca", "ALPACA", ("equity", "crypto"), ("margin",), True, False),
    Broker("trade_station", "TRADE_STATION", ("equity",), _BOTH, True, False),
    Broker("charles_schwab", "CHARLES_SCHWAB", ("equity",), _BOTH, True, True),
    Broker("tradier", "TRADIER_BROKERAGE", ("equity",), _BOTH, False, False),
    Broker("coinbase", "COINBASE", ("crypto",), ("cash",), False, False),
    Broker("oanda", "OANDA_BROKERAGE", ("forex",), ("margin",), False, False),
)
BROKERS = {broker.name: broker for broker in _ALL}
