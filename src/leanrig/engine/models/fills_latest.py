"""How coins fill: at the newest of trade and quote."""

from typing import Any

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import OrderDirection
from leanrig.engine.models.fill_parameters import Prices
from leanrig.engine.models.fills_base import ImmediateFillModel, own_prices, tick_prices

__all__ = ["LatestPriceFillModel"]


class LatestPriceFillModel(ImmediateFillModel):
    """The basic model with the prices of whichever is newer: the last trade bar or the last quote bar."""

    def get_prices(self, asset: Any, direction: OrderDirection) -> Prices:
        if direction is OrderDirection.HOLD:
            return own_prices(asset)
        configs = self.parameters.config_provider.get_subscription_data_configs(asset.symbol, False)
        found = tick_prices(asset, direction, {config.type for config in configs})
        return found or _newest(asset, direction) or own_prices(asset)

    GetPrices = get_prices


def _newest(asset: Any, direction: OrderDirection) -> Prices | None:
    """Prices of the trade bar when it ended after the quote bar, else of the quote's side."""
    quote = asset.cache.get_data(QuoteBar)
    if quote is None:
        return None
    trade = asset.cache.get_data(TradeBar)
    if trade is not None and trade.end_time > quote.end_time:
        return Prices.of_bar(trade)
    side = quote.bid if direction is OrderDirection.SELL else quote.ask
    return None if side is None else Prices.of_bar(quote, side)
