"""Names of markets and their numbers inside security identifiers."""

from leanrig.engine.errors import ArgumentException
from leanrig.engine.naming import Dotnet

__all__ = ["Market"]

_CODES = {
    "empty": 0,
    "usa": 1,
    "fxcm": 2,
    "oanda": 3,
    "dukascopy": 4,
    "bitfinex": 5,
    "cmeglobex": 6,
    "nymex": 7,
    "cbot": 8,
    "ice": 9,
    "cboe": 10,
    "india": 11,
    "kraken": 13,
    "bittrex": 14,
    "bithumb": 15,
    "binance": 16,
    "poloniex": 17,
    "coinone": 18,
    "hitbtc": 19,
    "okcoin": 20,
    "bitstamp": 21,
    "comex": 22,
    "cme": 23,
    "sgx": 24,
    "hkfe": 25,
    "nyseliffe": 26,
    "cfe": 33,
    "ftx": 34,
    "ftxus": 35,
    "binanceus": 36,
    "bybit": 37,
    "coinbase": 38,
    "interactivebrokers": 39,
    "eurex": 40,
    "ose": 41,
    "dydx": 42,
    "krx": 43,
}
# Lean reserves 12 for GDAX and lets the later entry of Coinbase win in one direction only.
_NAMES = {code: name for name, code in _CODES.items()} | {12: "coinbase"}


class Market(Dotnet):
    """QuantConnect.Market: constants are the lower-case names used in paths."""

    USA = "usa"
    OANDA = "oanda"
    FXCM = "fxcm"
    DUKASCOPY = "dukascopy"
    BITFINEX = "bitfinex"
    GLOBEX = "cmeglobex"
    NYMEX = "nymex"
    CBOT = "cbot"
    ICE = "ice"
    CBOE = "cboe"
    CFE = "cfe"
    INDIA = "india"
    COMEX = "comex"
    CME = "cme"
    EUREX = "eurex"
    SGX = "sgx"
    HKFE = "hkfe"
    OSE = "ose"
    NYSELIFFE = "nyseliffe"
    GDAX = "coinbase"
    KRAKEN = "kraken"
    BITSTAMP = "bitstamp"
    OK_COIN = "okcoin"
    BITHUMB = "bithumb"
    BINANCE = "binance"
    POLONIEX = "poloniex"
    COINONE = "coinone"
    HIT_BTC = "hitbtc"
    BITTREX = "bittrex"
    FTX = "ftx"
    FTXUS = "ftxus"
    BINANCE_US = "binanceus"
    BYBIT = "bybit"
    COINBASE = "coinbase"
    INTERACTIVE_BROKERS = "interactivebrokers"
    DYDX = "dydx"
    KRX = "krx"

    @staticmethod
    def add(market: str, identifier: int) -> None:
        """Make a market of the user's own known."""
        name = market.lower()
        if _CODES.get(name, identifier) != identifier or _NAMES.get(identifier, name) != name:
            raise ArgumentException(f"Attempted to add an already added market or identifier: {market}, {identifier}")
        _CODES[name] = identifier
        _NAMES[identifier] = name

    @staticmethod
    def encode(market: str) -> int | None:
        return _CODES.get(market)

    @staticmethod
    def decode(code: int) -> str | None:
        return _NAMES.get(code)
