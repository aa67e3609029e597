"""How far fills are from the price."""

from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO, exact, shown

__all__ = [
    "AlphaStreamsSlippageModel",
    "ConstantSlippageModel",
    "NullSlippageModel",
    "VolumeShareSlippageModel",
]

_WITHOUT_VOLUME = (SecurityType.CFD, SecurityType.FOREX, SecurityType.CRYPTO)


class NullSlippageModel(Dotnet):
    """None."""

    INSTANCE: ClassVar["NullSlippageModel"]

    def exact_slippage(self, security: Any, order: Any) -> Decimal:
        return ZERO

    def get_slippage_approximation(self, asset: Any, order: Any) -> float:
        return shown(self.exact_slippage(asset, order))


NullSlippageModel.INSTANCE = NullSlippageModel()


class ConstantSlippageModel(NullSlippageModel):
    """A share of the newest value."""

    def __init__(self, slippage_percent: object) -> None:
        self._share = exact(slippage_percent)

    def exact_slippage(self, security: Any, order: Any) -> Decimal:
        newest = security.get_last_data()
        return ZERO if newest is None else self._share * newest.exact_value


class AlphaStreamsSlippageModel(NullSlippageModel):
    """One hundredth of a percent for shares."""

    _SHARE = Decimal("0.0001")

    def exact_slippage(self, security: Any, order: Any) -> Decimal:
        if security.type is not SecurityType.EQUITY:
            return ZERO
        newest = security.get_last_data()
        return ZERO if newest is None else self._SHARE * newest.exact_value


class VolumeShareSlippageModel(NullSlippageModel):
    """Grows with the square of the order's share of the newest bar's volume."""

    def __init__(self, volume_limit: object = Decimal("0.025"), price_impact: object = Decimal("0.1")) -> None:
        self._limit = exact(volume_limit)
        self._impact = exact(price_impact)

    def exact_slippage(self, security: Any, order: Any) -> Decimal:
        newest = security.get_last_data()
        if isinstance(newest, TradeBar):
            volume = newest.exact_volume
        elif isinstance(newest, QuoteBar):
            volume = newest.exact_last_bid_size if order.exact_quantity > 0 else newest.exact_last_ask_size
        else:
            raise InvalidOperationException(
                "VolumeShareSlippageModel.GetSlippageApproximation(): Cannot use this model with market data type "
                f"QuantConnect.Data.Market.{type(newest).__name__}"
            )
        share, value = self._limit, Decimal(newest.exact_value)
        if volume > 0:
            share = min(abs(order.exact_quantity) / volume, self._limit)
        elif security.type in _WITHOUT_VOLUME:
            return ZERO
        return share * share * self._impact * value
