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
    """

    name: str
    lean_name: str
    security_types: tuple[str, ...]
    accounts: tuple[str, ...]
    takes_orders_for_the_open: bool
    crosses_zero: bool


def _stock(name: str, lean_name: str, *, opens: bool, crosses: bool, also: tuple[str, ...] = ()) -> Broker:
    return Broker(name, lean_name, ("equity", *also), ("margin", "cash"), opens, crosses)


_ALL = (
    _stock("default", "DEFAULT", opens=True, crosses=True, also=("crypto",)),
    _stock("interactive_brokers", "INTERACTIVE_BROKERS_BROKERAGE", opens=True, crosses=True),
    _stock("alpaca", "ALPACA", opens=True, crosses=False, also=("crypto",)),
    _stock("trade_station", "TRADE_STATION", opens=True, crosses=False),
    _stock("charles_schwab", "CHARLES_SCHWAB", opens=True, crosses=True),
    _stock("tradier", "TRADIER_BROKERAGE", opens=False, crosses=False),
    Broker("coinbase", "COINBASE", ("crypto",), ("cash",), False, False),
)
BROKERS = {broker.name: broker for broker in _ALL}
