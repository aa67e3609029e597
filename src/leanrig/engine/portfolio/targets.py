"""How much of a symbol an algorithm wants to hold."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.models.buying_power_parameters import GetMaximumOrderQuantityForTargetBuyingPowerParameters
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import exact, normalize, text

__all__ = ["PortfolioTarget", "by_margin_impact", "warn_below_minimum", "whole_lots", "zero_price_text"]

_BELOW_MINIMUM = (
    "Warning: Portfolio rebalance result ignored as it resulted in a single share trade recommendation which can "
    "generate high fees. To disable minimum order size checks please set "
    "self.settings.minimum_order_margin_portfolio_percentage = 0."
)
_MILLIONTH = Decimal(1000000)


class PortfolioTarget(Dotnet):
    """A symbol and a quantity; what the quantity means (shares or a share of the account) is up to who uses it."""

    quantity = Shown("exact_quantity")

    def __init__(self, symbol: object, quantity: object, tag: str = "") -> None:
        found = as_symbol(symbol)
        if found is None:
            raise ArgumentException(f"Unknown symbol '{symbol}'")
        self.symbol: Symbol = found
        self.exact_quantity = exact(quantity)
        self.tag = tag

    @staticmethod
    def percent(
        algorithm: Any, symbol: object, percent: object, return_delta_quantity: bool | str = False, tag: str = ""
    ) -> "PortfolioTarget | None":
        """The target that a share of the account's value stands for; None, with an error line, when there is none.

        Parameters
        ----------
        return_delta_quantity
            The target's quantity is what has to be ordered, not what is to be held.
        """
        if isinstance(return_delta_quantity, str):
            tag, return_delta_quantity = return_delta_quantity, False
        wanted = exact(percent)
        security = _tradable(algorithm, symbol, wanted)
        if security is None:
            return None
        portfolio = algorithm.portfolio
        share = wanted * portfolio.exact_total_portfolio_value_less_free_buffer / portfolio.exact_total_portfolio_value
        model = security.buying_power_model
        minimum = algorithm.settings.exact_minimum_order_margin_portfolio_percentage
        result = model.get_maximum_order_quantity_for_target_buying_power(
            GetMaximumOrderQuantityForTargetBuyingPowerParameters(
                portfolio, security, share / model.exact_leverage(security), minimum
            )
        )
        if result.is_error:
            algorithm.error(
                f"Unable to compute order quantity of {security.symbol}. Reason: {result.reason} Returning null."
            )
            return None
        if result.below_minimum:
            warn_below_minimum(algorithm)
        lot = security.symbol_properties.exact_lot_size
        quantity = result.exact_quantity / lot * lot
        if not return_delta_quantity:
            quantity += security.holdings.exact_quantity
        return PortfolioTarget(security.symbol, quantity, tag)

    def __str__(self) -> str:
        tag = f" ({self.tag})" if self.tag else ""
        return f"{self.symbol}: {text(normalize(self.exact_quantity))}{tag}"


def _tradable(algorithm: Any, symbol: object, wanted: Decimal) -> Any:
    """The security of a symbol when a target makes sense for it; None after an error line."""
    settings, size = algorithm.settings, abs(wanted)
    most = settings.exact_max_absolute_portfolio_target_percentage
    least = settings.exact_min_absolute_portfolio_target_percentage
    if size > most or (size and size < least):
        algorithm.error(
            f"The portfolio target percent: {text(wanted)}, does not comply with the current "
            f"'self.settings.max_absolute_portfolio_target_percentage': {text(most)} or "
            f"'self.settings.min_absolute_portfolio_target_percentage': {text(least)}. Skipping"
        )
        return None
    found = as_symbol(symbol)
    security = None if found is None else algorithm.securities.by_symbol(found)
    if security is None:
        algorithm.error(f"{symbol} not found in portfolio. Request this data when initializing the algorithm.")
        return None
    if not security.exact_price:
        algorithm.error(zero_price_text(security.symbol))
        return None
    return security


def warn_below_minimum(algorithm: Any) -> None:
    if not getattr(algorithm, "_lean_warned_below_minimum", False):
        algorithm._lean_warned_below_minimum = True
        algorithm.debug(_BELOW_MINIMUM)


def zero_price_text(symbol: Symbol) -> str:
    """What Lean says of a security without a price."""
    return (
        f"{symbol}: The security does not have an accurate price as it has not yet received a bar of data. Before "
        "placing a trade (or using set_holdings) warm up your algorithm with set_warmup, or use slice.contains(symbol) "
        "to confirm the Slice object has price before using the data. Data does not necessarily all arrive at the same "
        "time so your algorithm should confirm the data is ready before using it. In live trading this can mean you do "
        "not have an active subscription to the asset class you're trying to trade. If using custom data make sure "
        "you've set the 'Value' property."
    )


def by_margin_impact(
    targets: Iterable[PortfolioTarget], algorithm: Any, *, target_is_delta: bool = False
) -> list[PortfolioTarget]:
    """Targets in the order in which their orders are best placed: reductions first, then by value.

    Targets that would change less than a lot, and those of securities that cannot be traded, are left out.
    """
    if algorithm.is_warming_up:
        return []
    ranked = []
    for target in targets:
        security = algorithm.securities[target.symbol]
        held = algorithm.transactions.get_projected_holdings(security).exact_projected_quantity
        wanted = whole_lots(security, target.exact_quantity)
        change = wanted if target_is_delta else wanted - held
        if not security.has_data or not security.is_tradable:
            continue
        if abs(change) < security.symbol_properties.exact_lot_size:
            continue
        reduces = bool(held) and abs(held + change) < abs(held)
        ranked.append((not reduces, -abs(change * security.exact_price), target))
    return [target for _, _, target in sorted(ranked, key=lambda entry: entry[:2])]


def whole_lots(security: Any, quantity: Decimal) -> Decimal:
    """Cut to lots; what lacks less than a millionth of a lot is rounded up."""
    lot: Decimal = security.symbol_properties.exact_lot_size
    size = abs(quantity)
    rest = size % lot
    if lot - rest < lot / _MILLIONTH:
        rest -= lot
    size -= rest
    return size if quantity >= 0 else -size
