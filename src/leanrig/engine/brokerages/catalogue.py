"""Which model a name of BrokerageName stands for."""

from typing import Any

from leanrig.engine.brokerages import binance, coin_exchanges, coinbase, forex, india, institutions, stock_brokers
from leanrig.engine.brokerages.alpaca import AlpacaBrokerageModel
from leanrig.engine.brokerages.default import DefaultBrokerageModel
from leanrig.engine.brokerages.interactive_brokers import InteractiveBrokersBrokerageModel, InteractiveBrokersFixModel
from leanrig.engine.brokerages.trade_station import TradeStationBrokerageModel
from leanrig.engine.brokerages.tradier import TradierBrokerageModel
from leanrig.engine.enums import AccountType, BrokerageName
from leanrig.engine.errors import ArgumentException

__all__ = ["brokerage_model"]

_MODELS: dict[BrokerageName, type[DefaultBrokerageModel]] = {
    BrokerageName.DEFAULT: DefaultBrokerageModel,
    BrokerageName.INTERACTIVE_BROKERS_BROKERAGE: InteractiveBrokersBrokerageModel,
    BrokerageName.INTERACTIVE_BROKERS_FIX: InteractiveBrokersFixModel,
    BrokerageName.TRADIER_BROKERAGE: TradierBrokerageModel,
    BrokerageName.OANDA_BROKERAGE: forex.OandaBrokerageModel,
    BrokerageName.FXCM_BROKERAGE: forex.FxcmBrokerageModel,
    BrokerageName.BITFINEX: coin_exchanges.BitfinexBrokerageModel,
    BrokerageName.BINANCE: binance.BinanceBrokerageModel,
    BrokerageName.BINANCE_US: binance.BinanceUSBrokerageModel,
    BrokerageName.BINANCE_FUTURES: binance.BinanceFuturesBrokerageModel,
    BrokerageName.BINANCE_COIN_FUTURES: binance.BinanceCoinFuturesBrokerageModel,
    BrokerageName.GDAX: coinbase.GDAXBrokerageModel,
    BrokerageName.COINBASE: coinbase.CoinbaseBrokerageModel,
    BrokerageName.ALPACA: AlpacaBrokerageModel,
    BrokerageName.ALPHA_STREAMS: stock_brokers.AlphaStreamsBrokerageModel,
    BrokerageName.ZERODHA: india.ZerodhaBrokerageModel,
    BrokerageName.SAMCO: india.SamcoBrokerageModel,
    BrokerageName.TRADING_TECHNOLOGIES: institutions.TradingTechnologiesBrokerageModel,
    BrokerageName.KRAKEN: coin_exchanges.KrakenBrokerageModel,
    BrokerageName.FTX: coin_exchanges.FTXBrokerageModel,
    BrokerageName.FTXUS: coin_exchanges.FTXUSBrokerageModel,
    BrokerageName.EXANTE: stock_brokers.ExanteBrokerageModel,
    BrokerageName.WOLVERINE: institutions.WolverineBrokerageModel,
    BrokerageName.TD_AMERITRADE: institutions.TDAmeritradeBrokerageModel,
    BrokerageName.RBI: institutions.RBIBrokerageModel,
    BrokerageName.BYBIT: coin_exchanges.BybitBrokerageModel,
    BrokerageName.EZE: institutions.EzeBrokerageModel,
    BrokerageName.AXOS: stock_brokers.AxosClearingBrokerageModel,
    BrokerageName.TRADE_STATION: TradeStationBrokerageModel,
    BrokerageName.TERMINAL_LINK: institutions.TerminalLinkBrokerageModel,
    BrokerageName.CHARLES_SCHWAB: stock_brokers.CharlesSchwabBrokerageModel,
    BrokerageName.TASTYTRADE: stock_brokers.TastytradeBrokerageModel,
    BrokerageName.DYDX: coin_exchanges.dYdXBrokerageModel,
    BrokerageName.WEBULL: stock_brokers.WebullBrokerageModel,
    BrokerageName.PUBLIC: stock_brokers.PublicBrokerageModel,
    BrokerageName.BLOOMBERG_FIX: institutions.BloombergFixBrokerageModel,
}


def brokerage_model(name: Any, account_type: AccountType = AccountType.MARGIN) -> DefaultBrokerageModel:
    """The model of a broker."""
    model = _MODELS.get(BrokerageName(int(name)))
    if model is None:
        raise ArgumentException(
            "Specified argument was out of the range of valid values. (Parameter 'brokerage')\n"
            f"Actual value was {name}."
        )
    return model(account_type)
