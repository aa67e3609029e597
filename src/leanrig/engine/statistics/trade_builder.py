"""Trades out of fills: which fill closes which, and how far the price went meanwhile."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import (
    DataNormalizationMode,
    FillGroupingMethod,
    FillMatchingMethod,
    SecurityType,
    TradeDirection,
)
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO, exact, round_even
from leanrig.engine.statistics.positions import AveragePrice, OpenPosition, OpenTrade, Prices, SeenFill, opened, sign_of
from leanrig.engine.statistics.trade import Trade

__all__ = ["TradeBuilder"]

# Orders whose fee was taken into a trade; the oldest are forgotten, as in Lean.
_REMEMBERED = 1000


class TradeBuilder(Dotnet):
    """Makes trades of fills, by default each opening fill against the fills that close it, oldest first.

    Attributes
    ----------
    open_positions
        Symbols with something open; empty is cheap to ask.
    """

    def __init__(
        self,
        grouping_method: FillGroupingMethod = FillGroupingMethod.FILL_TO_FILL,
        matching_method: FillMatchingMethod = FillMatchingMethod.FIFO,
    ) -> None:
        self._grouping = FillGroupingMethod(int(grouping_method))
        self._newest_first = FillMatchingMethod(int(matching_method)) is FillMatchingMethod.LIFO
        self._closed: list[Trade] = []
        self.open_positions: dict[Symbol, OpenPosition] = {}
        self._paid: dict[int, None] = {}

    @property
    def closed_trades(self) -> list[Trade]:
        return list(self._closed)

    def has_open_position(self, symbol: Any) -> bool:
        position = self.open_positions.get(_symbol(symbol))
        return position is not None and bool(position.trades or position.fills)

    def set_live_mode(self, live: bool) -> None:
        """Nothing: only live runs forget old trades."""

    def set_security_manager(self, securities: Any) -> None:
        """Nothing: securities are needed for options only."""

    def set_market_price(self, symbol: Any, price: object) -> None:
        """Take a price into account for what is open in a symbol."""
        position = self.open_positions.get(_symbol(symbol))
        if position is not None:
            position.see(exact(price))

    def look(
        self,
        moment_us: int,
        prices_of: Callable[[Symbol, Prices], Prices],
        *,
        only: Symbol | None = None,
        quick: Callable[[Symbol], tuple[float | None, ...]] | None = None,
    ) -> None:
        """Take the prices of a moment into account, save where a fill of this moment already did.

        Parameters
        ----------
        moment_us
            The present.
        prices_of
            Gives a symbol's prices, one a source, when told the ones that are known; None for a source from which none
            has come since the last fill.
        only
            A symbol, where not all are meant.
        quick
            Gives the prices as floats where that costs less.
        """
        for symbol in self.open_positions if only is None else (only,):
            position = self.open_positions.get(symbol)
            if position is None or position.touched_us == moment_us:
                continue
            if quick is None or not position.is_quiet(quick(symbol)):
                position.look(prices_of(symbol, position.last_prices))

    def apply_split(self, split: Any, live_mode: bool, data_normalization_mode: DataNormalizationMode) -> None:
        """Convert what is open to the units after a split, where prices are not adjusted."""
        position = self.open_positions.get(split.symbol)
        raw = live_mode or data_normalization_mode is DataNormalizationMode.RAW
        if position is None or split.symbol.security_type is not SecurityType.EQUITY or not raw:
            return
        factor: Decimal = split.exact_split_factor
        position.lowest *= factor
        position.highest *= factor
        position.last_prices = position.seen = ()
        for state in position.trades:
            state.trade.exact_quantity /= factor
            state.trade.exact_entry_price *= factor
            state.trade.exact_exit_price *= factor
            state.best *= factor
            state.fall *= factor
        for fill in position.fills:
            fill.quantity /= factor
            fill.price *= factor

    def process_fill(
        self, fill: Any, security_conversion_rate: object, fee_in_account_currency: object, multiplier: object = 1
    ) -> None:
        """Take a fill: an order's fee counts with its first fill only."""
        fee = ZERO
        if fill.order_id not in self._paid:
            fee = exact(fee_in_account_currency)
            self._paid[fill.order_id] = None
            if len(self._paid) > _REMEMBERED:
                del self._paid[next(iter(self._paid))]
        unit = exact(security_conversion_rate), exact(multiplier)
        made = SeenFill(fill.symbol, fill.time_us, fill.order_id, fill.exact_fill_price, fill.exact_fill_quantity)
        if self._grouping is FillGroupingMethod.FILL_TO_FILL:
            self._fill_to_fill(made, fee, unit)
        elif self._grouping is FillGroupingMethod.FLAT_TO_FLAT:
            self._flat_to_flat(made, fee, unit)
        else:
            self._flat_to_reduced(made, fee, unit)

    # -- each fill a trade

    def _fill_to_fill(self, fill: SeenFill, fee: Decimal, unit: tuple[Decimal, Decimal]) -> None:
        position = self.open_positions.get(fill.symbol)
        if position is None or not position.trades:
            self.open_positions[fill.symbol] = OpenPosition(
                fill.price, fill.price, [OpenTrade(opened(fill, fee))], touched_us=fill.moment_us
            )
            return
        self._see_fill(position, fill)
        if sign_of(fill.quantity) == position.trades[self._index(position.trades)].trade.sign:
            position.trades.append(OpenTrade(opened(fill, fee)))
            return
        executed, first = ZERO, True
        index = self._index(position.trades)
        while position.trades and abs(executed) < abs(fill.quantity):
            state = position.trades[index]
            share = fee if first else ZERO
            first = False
            left = abs(fill.quantity) - abs(executed)
            if left < state.trade.exact_quantity:
                executed -= left * state.trade.sign
                self._close_part(position, state, fill, left, share, unit)
                break
            executed -= state.trade.exact_quantity * state.trade.sign
            position.trades.pop(index)
            index = max(index - 1, 0) if self._newest_first else index
            state.trade.exact_total_fees += share
            state.trade.order_ids = list(dict.fromkeys([*state.trade.order_ids, fill.order_id]))
            self._close(position, state, state.trade, fill, unit)
        if not position.trades and abs(executed) == abs(fill.quantity):
            del self.open_positions[fill.symbol]
        elif abs(executed) < abs(fill.quantity):
            fill.quantity -= executed
            position.trades = [OpenTrade(opened(fill, ZERO))]
            position.restart(fill.price)

    def _close_part(
        self,
        position: OpenPosition,
        state: OpenTrade,
        fill: SeenFill,
        quantity: Decimal,
        fee: Decimal,
        unit: tuple[Decimal, Decimal],
    ) -> None:
        """A closed trade for the part of an open one that a fill closes; fees go with the first part."""
        old = state.trade
        old.exact_quantity -= quantity
        part = Trade(
            fill.symbol,
            entry_us=old.entry_us,
            entry_price=old.exact_entry_price,
            direction=old.direction,
            quantity=quantity,
            fees=old.exact_total_fees + fee,
            order_ids=[*old.order_ids, fill.order_id],
        )
        self._close(position, state, part, fill, unit)
        old.exact_total_fees = ZERO

    def _close(
        self, position: OpenPosition, state: OpenTrade, trade: Trade, fill: SeenFill, unit: tuple[Decimal, Decimal]
    ) -> None:
        """Work out what a trade brought and how it went on the way."""
        rate, multiplier = unit
        quantity, entry, sign = trade.exact_quantity, trade.exact_entry_price, trade.sign
        worst, best = (position.lowest, position.highest) if sign > 0 else (position.highest, position.lowest)
        trade.exit_us, trade.exact_exit_price = fill.moment_us, fill.price
        trade.exact_profit_loss = round_even((fill.price - entry) * quantity * sign * rate * multiplier, 2)
        trade.exact_mae = round_even(_apart(worst, entry, sign) * quantity * rate * multiplier, 2)
        trade.exact_mfe = round_even(_apart(best, entry, sign) * quantity * rate * multiplier, 2)
        trade.exact_end_trade_drawdown = round_even(state.fall * quantity * rate * multiplier, 2)
        self._keep(trade)

    # -- from flat to flat, or to less

    def _flat_to_flat(self, fill: SeenFill, fee: Decimal, unit: tuple[Decimal, Decimal]) -> None:
        position = self._grouped(fill, fee)
        if position is None:
            return
        before = sum((one.quantity for one in position.fills), ZERO)
        position.fills.append(fill)
        position.fees += fee
        if sign_of(before) == sign_of(fill.quantity) or abs(fill.quantity) < abs(before):
            return
        rest = before + fill.quantity
        entries = AveragePrice()
        exits = AveragePrice()
        for one in reversed(position.fills) if self._newest_first else position.fills:
            (exits if sign_of(one.quantity) == sign_of(fill.quantity) else entries).add(one.price, one.quantity)
        quantity, (rate, multiplier) = abs(entries.quantity), unit
        trade = Trade(
            fill.symbol,
            entry_us=position.fills[0].moment_us,
            entry_price=entries.price,
            direction=TradeDirection.LONG if fill.quantity < 0 else TradeDirection.SHORT,
            quantity=quantity,
            fees=position.fees,
            order_ids=[one.order_id for one in position.fills],
        )
        trade.exit_us, trade.exact_exit_price = fill.moment_us, exits.price
        profit = (exits.price - entries.price) * quantity * sign_of(entries.quantity) * rate * multiplier
        trade.exact_profit_loss = round_even(profit, 2)
        self._keep(trade)
        del self.open_positions[fill.symbol]
        if rest:
            fill.quantity = rest
            self.open_positions[fill.symbol] = OpenPosition(
                fill.price, fill.price, fills=[fill], touched_us=fill.moment_us
            )

    def _flat_to_reduced(self, fill: SeenFill, fee: Decimal, unit: tuple[Decimal, Decimal]) -> None:
        position = self._grouped(fill, fee)
        if position is None:
            return
        index = self._index(position.fills)
        position.fees += fee
        if sign_of(fill.quantity) == sign_of(position.fills[index].quantity):
            position.fills.append(fill)
            return
        entry_us, order_ids, entries = position.fills[index].moment_us, [fill.order_id], AveragePrice()
        while position.fills and abs(entries.quantity) < abs(fill.quantity):
            one = position.fills[index]
            left = abs(fill.quantity) - abs(entries.quantity)
            order_ids.append(one.order_id)
            if left >= abs(one.quantity):
                entry_us = one.moment_us if self._newest_first else entry_us
                entries.add(one.price, -one.quantity)
                position.fills.pop(index)
                index = max(index - 1, 0) if self._newest_first else index
            else:
                entries.add(one.price, left * sign_of(fill.quantity))
                one.quantity += left * sign_of(fill.quantity)
        self._keep_reduced(position, fill, entries, entry_us, order_ids, unit)
        if abs(entries.quantity) < abs(fill.quantity):
            fill.quantity -= entries.quantity
            position.fills, position.fees = [fill], ZERO
            position.restart(fill.price)
        elif position.fills:
            position.fees = ZERO
        else:
            del self.open_positions[fill.symbol]

    def _keep_reduced(
        self,
        position: OpenPosition,
        fill: SeenFill,
        entries: AveragePrice,
        entry_us: int,
        order_ids: list[int],
        unit: tuple[Decimal, Decimal],
    ) -> None:
        quantity, (rate, multiplier) = abs(entries.quantity), unit
        trade = Trade(
            fill.symbol,
            entry_us=entry_us,
            entry_price=entries.price,
            direction=TradeDirection.LONG if entries.quantity < 0 else TradeDirection.SHORT,
            quantity=quantity,
            fees=position.fees,
            order_ids=order_ids,
        )
        trade.exit_us, trade.exact_exit_price = fill.moment_us, fill.price
        profit = (fill.price - entries.price) * quantity * -sign_of(entries.quantity) * rate * multiplier
        trade.exact_profit_loss = round_even(profit, 2)
        self._keep(trade)

    def _grouped(self, fill: SeenFill, fee: Decimal) -> OpenPosition | None:
        """The position that a fill meets; None when it opens one."""
        position = self.open_positions.get(fill.symbol)
        if position is not None and position.fills:
            self._see_fill(position, fill)
            return position
        self.open_positions[fill.symbol] = OpenPosition(
            fill.price, fill.price, fills=[fill], fees=fee, touched_us=fill.moment_us
        )
        return None

    # -- common

    def _index(self, waiting: list[Any]) -> int:
        return len(waiting) - 1 if self._newest_first else 0

    def _see_fill(self, position: OpenPosition, fill: SeenFill) -> None:
        position.see(fill.price)
        position.last_prices = position.seen = ()
        position.touched_us = fill.moment_us

    def _keep(self, trade: Trade) -> None:
        trade.is_win = trade.exact_profit_loss > 0
        trade.id = str(uuid.uuid4())
        self._closed.append(trade)


def _apart(price: Decimal, entry: Decimal, sign: int) -> Decimal:
    return price - entry if sign > 0 else entry - price


def _symbol(value: Any) -> Symbol:
    return value if type(value) is Symbol else as_symbol(value) or Symbol.EMPTY
