"""Margin accounts: what positions bind, what is free, and how much an order may be.

Methods without `get_` in front are the engine's own and exact; the `get_` methods are Lean's public face over them.
What a user overrides in Python is seen by those who ask the security's model, never by the rules in here, as in Lean.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, ClassVar

from leanrig.engine.enums import OrderDirection
from leanrig.engine.errors import ArgumentException
from leanrig.engine.models.buying_power_parameters import (
    BuyingPower,
    BuyingPowerParameters,
    GetMaximumOrderQuantityForDeltaBuyingPowerParameters,
    GetMaximumOrderQuantityForTargetBuyingPowerParameters,
    GetMaximumOrderQuantityResult,
    HasSufficientBuyingPowerForOrderParameters,
    HasSufficientBuyingPowerForOrderResult,
    InitialMargin,
    InitialMarginParameters,
    InitialMarginRequiredForOrderParameters,
    MaintenanceMargin,
    MaintenanceMarginParameters,
    ReservedBuyingPowerForPosition,
    ReservedBuyingPowerForPositionParameters,
)
from leanrig.engine.models.fee import OrderFeeParameters
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ONE, ZERO, exact, normalize, shown, text
from leanrig.engine.orders.order import MarketOrder

__all__ = ["BuyingPowerModel", "NullBuyingPowerModel", "SecurityMarginModel", "above_minimum", "zero_price_message"]


def zero_price_message(symbol: Any) -> str:
    """Lean's words for a security without a price."""
    return (
        f"{symbol}: The security does not have an accurate price as it has not yet received a bar of data. "
        "Before placing a trade (or using set_holdings) warm up your algorithm with set_warmup, or use "
        "slice.contains(symbol) to confirm the Slice object has price before using the data. "
        "Data does not necessarily all arrive at the same time so your algorithm should confirm the data is ready "
        "before using it. In live trading this can mean you do not have an active subscription to the asset class "
        "you're trying to trade. If using custom data make sure you've set the 'Value' property."
    )


def above_minimum(portfolio: Any, share: Decimal, margin: Decimal) -> bool:
    """Whether an order's margin is worth an order at all."""
    total = portfolio.exact_total_portfolio_value
    return not (total * share > margin and portfolio.exact_margin_remaining_of(total) > 0)


class BuyingPowerModel(Dotnet):
    """Margin as shares of a position's value.

    `BuyingPowerModel(leverage, free)` or `BuyingPowerModel(initial, maintenance, free)`.
    """

    NULL: ClassVar["BuyingPowerModel"]

    def __init__(self, *requirements: object) -> None:
        numbers = [exact(number) for number in requirements] or [ONE]
        if len(numbers) == 3:
            self._initial, self._maintenance, self._free = numbers
            for name, share in (("Initial margin", self._initial), ("Maintenance margin", self._maintenance)):
                if not 0 <= share <= 1:
                    raise ArgumentException(f"{name} requirement must be between 0 and 1")
        else:
            self._free = numbers[1] if len(numbers) > 1 else ZERO
            self._lever(numbers[0])
        if not 0 <= self._free <= 1:
            raise ArgumentException("Free Buying Power Percent requirement must be between 0 and 1")

    def _lever(self, leverage: Decimal) -> None:
        if leverage < 1:
            raise ArgumentException("Leverage must be greater than or equal to 1.")
        self._initial = self._maintenance = ONE / leverage

    @property
    def most_margin(self) -> Decimal:
        """The greatest share of its value that a position can bind; 1 and more where that is not known."""
        return self._maintenance

    # -- exact rules

    def exact_leverage(self, security: Any) -> Decimal:
        return ONE / self._initial

    def lever(self, security: Any, leverage: Decimal) -> None:
        self._lever(leverage)

    def initial_margin(self, security: Any, quantity: Decimal) -> Decimal:
        """Margin that opening a quantity binds, signed as the quantity."""
        return (  # type: ignore[no-any-return]
            security.quote_currency.exact_conversion_rate
            * security.symbol_properties.exact_contract_multiplier
            * security.exact_price
            * quantity
            * self._initial
        )

    def maintenance_margin(self, parameters: MaintenanceMarginParameters) -> Decimal:
        return parameters.exact_absolute_holdings_value * self._maintenance

    def margin_of_holdings(self, security: Any) -> Decimal:
        """Margin that the present position binds."""
        if not security.holdings.exact_quantity:
            return ZERO
        return self.maintenance_margin(
            MaintenanceMarginParameters.for_quantity_at_current_price(security, security.holdings.exact_quantity)
        )

    def margin_for_order(self, book: Any, security: Any, order: Any) -> Decimal:
        """Margin that an order binds, its fee included."""
        fee = book.to_account(security.fee_model.get_order_fee(OrderFeeParameters(security, order)).value)
        margin = self.initial_margin(security, order.exact_quantity)
        return margin + fee if margin > 0 else margin - fee if margin < 0 else margin

    def margin_remaining(self, portfolio: Any, security: Any, direction: OrderDirection) -> Decimal:
        """Free margin for an order in a direction: closing the position frees its own."""
        total = portfolio.exact_total_portfolio_value
        result = portfolio.exact_margin_remaining_of(total) + self.freed(security, direction)
        result -= total * self._free
        return ZERO if result < 0 else result

    def freed(self, security: Any, direction: OrderDirection) -> Decimal:
        quantity = security.holdings.exact_quantity
        if (quantity > 0 and direction is OrderDirection.SELL) or (quantity < 0 and direction is OrderDirection.BUY):
            return self.margin_of_holdings(security) + self.initial_margin(security, abs(quantity))
        return ZERO

    def sufficient(
        self, parameters: HasSufficientBuyingPowerForOrderParameters
    ) -> HasSufficientBuyingPowerForOrderResult:
        """Whether the account can bear an order."""
        order, security, portfolio = parameters.order, parameters.security, parameters.portfolio
        wanted = order.exact_quantity
        if not wanted:
            return parameters.sufficient()
        ticket = portfolio.transactions.get_order_ticket(order.id)
        if ticket is None:
            return parameters.insufficient(f"Null order ticket for id: {order.id}")
        held = security.holdings.exact_quantity
        if held * wanted < 0 and abs(held) >= abs(wanted):
            return parameters.sufficient()
        free = self.margin_remaining(portfolio, security, order.direction)
        needed = self.margin_for_order(portfolio.cash_book, security, order)
        unfilled = (abs(wanted) - abs(ticket.exact_quantity_filled)) / abs(wanted)
        remaining = unfilled * needed
        if abs(remaining) > free:
            return parameters.insufficient(
                f"Id: {order.id}, Initial Margin: {text(normalize(remaining))}, Free Margin: {text(normalize(free))}"
            )
        return parameters.sufficient()

    def quantity_for_delta(
        self, parameters: GetMaximumOrderQuantityForDeltaBuyingPowerParameters
    ) -> GetMaximumOrderQuantityResult:
        """How much to order to bind so much margin more or less."""
        security, portfolio = parameters.security, parameters.portfolio
        used = security.buying_power_model.reserved(security)
        signed = used if security.holdings.exact_quantity > 0 else -used
        total = portfolio.exact_total_portfolio_value
        target = (signed + parameters.exact_delta_buying_power) / total if total else ZERO
        return self.quantity_for_target(
            GetMaximumOrderQuantityForTargetBuyingPowerParameters(
                portfolio,
                security,
                target,
                parameters.exact_minimum_order_margin_portfolio_percentage,
                parameters.silence_non_error_reasons,
            )
        )

    def reserved(self, security: Any) -> Decimal:
        return self.margin_of_holdings(security)

    def quantity_for_target(
        self, parameters: GetMaximumOrderQuantityForTargetBuyingPowerParameters
    ) -> GetMaximumOrderQuantityResult:
        """How much to order so that the position binds a share of the portfolio's value, fees included."""
        security, portfolio = parameters.security, parameters.portfolio
        target = parameters.exact_target_buying_power
        total = portfolio.exact_total_portfolio_value
        wanted = target * (total - total * self._free)
        held = security.holdings.exact_quantity
        if not wanted:
            return GetMaximumOrderQuantityResult(-held, "", False)
        used = self.initial_margin(security, held)
        unit = self.initial_margin(security, ONE)
        if not unit:
            return GetMaximumOrderQuantityResult(ZERO, zero_price_message(security.symbol))
        least = parameters.exact_minimum_order_margin_portfolio_percentage
        difference = abs(wanted - used)
        if not above_minimum(portfolio, least, difference):
            reason = f"The target order margin {text(difference)} is less than the minimum {text(total * least)}."
            return self._nothing(parameters, reason, below_minimum=True)
        return self._converge(parameters, wanted, used, unit)

    @staticmethod
    def _nothing(
        parameters: GetMaximumOrderQuantityForTargetBuyingPowerParameters, reason: str, *, below_minimum: bool = False
    ) -> GetMaximumOrderQuantityResult:
        result = GetMaximumOrderQuantityResult(ZERO, "" if parameters.silence_non_error_reasons else reason, False)
        result.below_minimum = below_minimum
        return result

    def _converge(
        self,
        parameters: GetMaximumOrderQuantityForTargetBuyingPowerParameters,
        wanted: Decimal,
        used: Decimal,
        unit: Decimal,
    ) -> GetMaximumOrderQuantityResult:
        """Shrink the target by the order's own fee until the position fits under it."""
        security, portfolio = parameters.security, parameters.portfolio
        total, target = portfolio.exact_total_portfolio_value, parameters.exact_target_buying_power
        last = ZERO
        while True:
            quantity, margin = self.amount_to_order(security, wanted, unit)
            if not quantity:
                lot = text(security.symbol_properties.exact_lot_size)
                return self._nothing(
                    parameters,
                    f"The order quantity is less than the lot size of {lot} and has been rounded to zero. "
                    f"Target order margin {text(wanted - used)}. ",
                )
            order = MarketOrder(security.symbol, quantity, security.now_us)
            fee = security.fee_model.get_order_fee(OrderFeeParameters(security, order)).value
            fees = portfolio.cash_book.to_account(fee)
            wanted = (total - fees - total * self._free) * target
            if last == quantity:
                raise ArgumentException(_no_convergence(parameters, wanted, fees))
            last = quantity
            if abs(margin) <= abs(wanted):
                return GetMaximumOrderQuantityResult(quantity)

    def amount_to_order(self, security: Any, wanted: Decimal, unit: Decimal) -> tuple[Decimal, Decimal]:
        """Whole lots towards a margin, rounded towards no exposure; and the margin that the position then binds."""
        lot, held = security.symbol_properties.exact_lot_size, security.holdings.exact_quantity
        rounding = ROUND_CEILING if wanted < 0 else ROUND_FLOOR
        size = ((-held + wanted / unit) / lot).to_integral_value(rounding) * lot
        margin = self.initial_margin(security, size + held)
        difference = margin - wanted
        while (wanted < 0 and difference < 0) or (wanted > 0 and difference > 0):
            size += lot if wanted < 0 else -lot
            margin = self.initial_margin(security, size + held)
            now = margin - wanted
            if abs(now) > abs(difference) and (now > 0) == (difference > 0):
                raise ArgumentException(_wrong_direction(security, wanted, unit))
            difference = now
        return size, margin

    def power(self, parameters: BuyingPowerParameters) -> Decimal:
        return self.margin_remaining(parameters.portfolio, parameters.security, parameters.direction)

    # -- Lean's public face

    def get_leverage(self, security: Any) -> float:
        return shown(self.exact_leverage(security))

    def set_leverage(self, security: Any, leverage: object) -> None:
        self.lever(security, exact(leverage))

    def get_initial_margin_requirement(self, parameters: Any, quantity: object = None) -> Any:
        """Of InitialMarginParameters an InitialMargin; of (security, quantity) a number."""
        if quantity is not None:
            return shown(self.initial_margin(parameters, exact(quantity)))
        given: InitialMarginParameters = parameters
        return InitialMargin(self.initial_margin(given.security, given.exact_quantity))

    def get_initial_margin_required_for_order(
        self, parameters: InitialMarginRequiredForOrderParameters
    ) -> InitialMargin:
        return InitialMargin(
            self.margin_for_order(parameters.currency_converter, parameters.security, parameters.order)
        )

    def get_maintenance_margin(self, parameters: Any) -> Any:
        """Of MaintenanceMarginParameters a MaintenanceMargin; of a security a number."""
        if isinstance(parameters, MaintenanceMarginParameters):
            return MaintenanceMargin(self.maintenance_margin(parameters))
        return shown(self.margin_of_holdings(parameters))

    def has_sufficient_buying_power_for_order(
        self, parameters: Any, security: Any = None, order: Any = None
    ) -> HasSufficientBuyingPowerForOrderResult:
        if security is not None:
            parameters = HasSufficientBuyingPowerForOrderParameters(parameters, security, order)
        return self.sufficient(parameters)

    def get_maximum_order_quantity_for_delta_buying_power(
        self, parameters: GetMaximumOrderQuantityForDeltaBuyingPowerParameters
    ) -> GetMaximumOrderQuantityResult:
        return self.quantity_for_delta(parameters)

    def get_maximum_order_quantity_for_target_buying_power(
        self, parameters: Any, *more: Any
    ) -> GetMaximumOrderQuantityResult:
        if more:
            parameters = GetMaximumOrderQuantityForTargetBuyingPowerParameters(parameters, *more)
        return self.quantity_for_target(parameters)

    def get_amount_to_order(self, security: Any, target_margin: object, margin_for_one_unit: object, *_: Any) -> Any:
        size, margin = self.amount_to_order(security, exact(target_margin), exact(margin_for_one_unit))
        return shown(size), shown(margin)

    def get_reserved_buying_power_for_position(self, parameters: Any) -> Any:
        """Of parameters a ReservedBuyingPowerForPosition; of a security a number."""
        if isinstance(parameters, ReservedBuyingPowerForPositionParameters):
            return ReservedBuyingPowerForPosition(self.reserved(parameters.security))
        return shown(self.reserved(parameters))

    def get_buying_power(self, parameters: Any, *more: Any) -> Any:
        """Of BuyingPowerParameters a BuyingPower; of (portfolio, security, direction) a number."""
        if more:
            return shown(self.power(BuyingPowerParameters(parameters, *more)))
        return BuyingPower(self.power(parameters))


class SecurityMarginModel(BuyingPowerModel):
    """The usual margin account."""


class NullBuyingPowerModel(BuyingPowerModel):
    """Everything may be bought; nothing is bound."""

    @property
    def most_margin(self) -> Decimal:
        return ZERO

    def maintenance_margin(self, parameters: MaintenanceMarginParameters) -> Decimal:
        return ZERO

    def sufficient(
        self, parameters: HasSufficientBuyingPowerForOrderParameters
    ) -> HasSufficientBuyingPowerForOrderResult:
        return parameters.sufficient()


BuyingPowerModel.NULL = NullBuyingPowerModel()


def _no_convergence(
    parameters: GetMaximumOrderQuantityForTargetBuyingPowerParameters, wanted: Decimal, fees: Decimal
) -> str:
    security, held = parameters.security, parameters.security.holdings
    return (
        f"GetMaximumOrderQuantityForTargetBuyingPower failed to converge on the target margin: {text(wanted)}; "
        "the following information can be used to reproduce the issue. "
        f"Total Portfolio Cash: {text(parameters.portfolio.exact_cash)}; Security : {security.symbol.id}; "
        f"Price : {text(security.exact_close)}; Leverage: {text(security.exact_leverage)}; Order Fee: {text(fees)}; "
        f"Lot Size: {text(security.symbol_properties.exact_lot_size)}; "
        f"Current Holdings: {text(held.exact_quantity)} @ {text(held.exact_average_price)}; "
        f"Target Percentage: %{text(parameters.exact_target_buying_power * 100)};"
    )


def _wrong_direction(security: Any, wanted: Decimal, unit: Decimal) -> str:
    held = security.holdings
    return (
        "BuyingPowerModel().GetAmountToOrder(): Margin is being adjusted in the wrong direction. Reproduce this issue "
        f"with the following variables, Target Margin: {text(wanted)}; MarginForOneUnit: {text(unit)}; "
        f"Security Holdings: {text(held.exact_quantity)} @ {text(held.exact_average_price)}; "
        f"LotSize: {text(security.symbol_properties.exact_lot_size)}; Price: {text(security.exact_close)}; "
        f"Leverage: {text(security.exact_leverage)}"
    )
