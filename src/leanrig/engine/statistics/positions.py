"""What is open in a symbol: trades or fills, and how far the price went meanwhile."""

from dataclasses import dataclass, field
from decimal import Decimal

from leanrig.engine.enums import TradeDirection
from leanrig.engine.identity import Symbol
from leanrig.engine.number import ZERO
from leanrig.engine.statistics.trade import Trade

__all__ = ["AveragePrice", "OpenPosition", "OpenTrade", "Prices", "SeenFill", "opened", "sign_of"]

# Relative error that a float's price may have, and far more.
_DOUBT = 1e-12
Prices = tuple[Decimal | None, ...]


@dataclass(slots=True)
class SeenFill:
    """What of a fill matters here."""

    symbol: Symbol
    moment_us: int
    order_id: int
    price: Decimal
    quantity: Decimal


@dataclass(slots=True)
class OpenTrade:
    """A trade that is still open, and the largest fall of its profit so far, per unit."""

    trade: Trade
    best: Decimal = ZERO
    fall: Decimal = ZERO

    def see(self, profit: Decimal) -> None:
        if profit < self.best:
            self.fall = max(self.fall, self.best - profit)
        else:
            self.best = profit


@dataclass(slots=True)
class OpenPosition:
    """What is open in a symbol: trades, or fills where these are grouped."""

    lowest: Decimal
    highest: Decimal
    trades: list[OpenTrade] = field(default_factory=list)
    fills: list[SeenFill] = field(default_factory=list)
    fees: Decimal = ZERO
    touched_us: int = 0
    last_prices: Prices = ()
    # Prices between these change nothing: no new extreme, no deeper fall.
    quiet: tuple[float, float] = (0.0, 0.0)
    seen: tuple[float | None, ...] = ()

    def look(self, prices: Prices) -> None:
        """Take those prices into account that are new; each place in the tuple is a source of its own."""
        before, self.last_prices = self.last_prices, prices
        for place, price in enumerate(prices):
            if price is not None and (not before or price != before[place]):
                self.see(price)
        self._settle_down()

    def is_quiet(self, prices: tuple[float | None, ...]) -> bool:
        """Whether prices that are known as floats can change nothing."""
        if not self.last_prices or None in prices:
            return False
        if prices == self.seen and None not in self.last_prices:
            return True
        self.seen = prices
        low, high = self.quiet
        return all(low < price < high for price in prices if price is not None)

    def _settle_down(self) -> None:
        low, high = float(self.lowest), float(self.highest)
        for state in self.trades:
            sign, entry = state.trade.sign, float(state.trade.exact_entry_price)
            ends = sorted((entry + sign * float(state.best), entry + sign * float(state.best - state.fall)))
            low, high = max(low, ends[0]), min(high, ends[1])
        self.quiet = (low * (1 + _DOUBT), high * (1 - _DOUBT))

    def see(self, price: Decimal) -> None:
        """Take a market price into account."""
        if price > self.highest:
            self.highest = price
        elif price < self.lowest:
            self.lowest = price
        for state in self.trades:
            state.see((price - state.trade.exact_entry_price) * state.trade.sign)

    def restart(self, price: Decimal) -> None:
        self.lowest = self.highest = price


def sign_of(number: Decimal) -> int:
    return (number > 0) - (number < 0)


class AveragePrice:
    """A price averaged over quantities of one sign."""

    def __init__(self) -> None:
        self.price = self.quantity = ZERO

    def add(self, price: Decimal, quantity: Decimal) -> None:
        self.quantity += quantity
        self.price += (price - self.price) * quantity / self.quantity


def opened(fill: SeenFill, fee: Decimal) -> Trade:
    return Trade(
        fill.symbol,
        entry_us=fill.moment_us,
        entry_price=fill.price,
        direction=TradeDirection.LONG if fill.quantity > 0 else TradeDirection.SHORT,
        quantity=abs(fill.quantity),
        fees=fee,
        order_ids=[fill.order_id],
    )
