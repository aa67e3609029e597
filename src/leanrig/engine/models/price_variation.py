"""The smallest step between two prices of a security."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import DataNormalizationMode, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ONE, ZERO, exact

__all__ = [
    "AdjustedPriceVariationModel",
    "EquityPriceVariationModel",
    "GetMinimumPriceVariationParameters",
    "SecurityPriceVariationModel",
    "price_variation_of",
]

_PENNY_STOCK_STEP = Decimal("0.0001")


class GetMinimumPriceVariationParameters(Dotnet):
    """A security and the price that is to be rounded."""

    reference_price = Shown("exact_reference_price")

    def __init__(self, security: Any, reference_price: object) -> None:
        self.security = security
        self.exact_reference_price = exact(reference_price)


class SecurityPriceVariationModel(Dotnet):
    """What the symbol's properties say."""

    def get_minimum_price_variation(self, parameters: GetMinimumPriceVariationParameters) -> Decimal:
        step: Decimal = parameters.security.symbol_properties.exact_minimum_price_variation
        return step


class EquityPriceVariationModel(SecurityPriceVariationModel):
    """Shares below a dollar are quoted in hundredths of a cent."""

    def get_minimum_price_variation(self, parameters: GetMinimumPriceVariationParameters) -> Decimal:
        if parameters.security.type is not SecurityType.EQUITY:
            raise ArgumentException(
                "EquityPriceVariationModel.GetMinimumPriceVariation(): Invalid SecurityType: "
                f"{parameters.security.type.to_string()}"
            )
        if parameters.exact_reference_price < ONE:
            return _PENNY_STOCK_STEP
        return super().get_minimum_price_variation(parameters)


class AdjustedPriceVariationModel(Dotnet):
    """Adjusted prices are not rounded."""

    def get_minimum_price_variation(self, parameters: GetMinimumPriceVariationParameters) -> Decimal:
        return ZERO


def price_variation_of(security: Any) -> Any:
    """The model that was set for a security, or the one that its type and the adjustment of its prices call for."""
    if security.price_variation_model is not None:
        return security.price_variation_model
    if security.type is not SecurityType.EQUITY:
        return SecurityPriceVariationModel()
    raw = security.data_normalization_mode is DataNormalizationMode.RAW
    return EquityPriceVariationModel() if raw else AdjustedPriceVariationModel()
