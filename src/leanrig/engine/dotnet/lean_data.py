"""QuantConnect.Util.LeanData: names of files in the data folder."""

from datetime import datetime
from typing import Any

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution, SecurityType, TickType
from leanrig.engine.files.paths import price_file
from leanrig.engine.naming import Dotnet

__all__ = ["LeanData"]

_KINDS = {TickType.TRADE: "trade", TickType.QUOTE: "quote", TickType.OPEN_INTEREST: "openinterest"}


class LeanData(Dotnet):
    """Where the data of a symbol and date lies."""

    @staticmethod
    def generate_relative_zip_file_path(symbol: Any, date: datetime, resolution: Any, tick_type: Any) -> str:
        return price_file(symbol, symbol.value, Resolution(int(resolution)), date, TickType(int(tick_type)))

    @staticmethod
    def generate_zip_file_name(symbol: Any, date: datetime, resolution: Any, tick_type: Any) -> str:
        path = LeanData.generate_relative_zip_file_path(symbol, date, resolution, tick_type)
        return path.rsplit("/", 1)[-1]

    @staticmethod
    def generate_relative_zip_file_directory(symbol: Any, resolution: Any) -> str:
        path = LeanData.generate_relative_zip_file_path(symbol, datetime(2000, 1, 1), resolution, TickType.TRADE)
        return path.rsplit("/", 1)[0]

    @staticmethod
    def generate_zip_file_path(
        data_directory: str, symbol: Any, date: datetime, resolution: Any, tick_type: Any
    ) -> str:
        relative = LeanData.generate_relative_zip_file_path(symbol, date, resolution, tick_type)
        return f"{str(data_directory).rstrip('/')}/{relative}"

    @staticmethod
    def generate_zip_entry_name(symbol: Any, date: datetime, resolution: Any, tick_type: Any) -> str:
        """The CSV inside a zip."""
        name, length = symbol.value.lower(), Resolution(int(resolution))
        kind = TickType(int(tick_type))
        if length >= Resolution.HOUR:
            return f"{name}.csv"
        if length is Resolution.TICK and symbol.security_type is SecurityType.EQUITY:
            return f"{date:%Y%m%d}_{name}_{kind.to_string()}_{length.to_string()}.csv"
        return f"{date:%Y%m%d}_{name}_{length.to_string().lower()}_{_KINDS[kind]}.csv"

    @staticmethod
    def get_data_type(resolution: Any, tick_type: Any) -> type:
        """The class of data of that length and kind."""
        if Resolution(int(resolution)) is Resolution.TICK:
            return Tick
        return TradeBar if TickType(int(tick_type)) is TickType.TRADE else QuoteBar

    @staticmethod
    def is_common_lean_data_type(base_data_type: type) -> bool:
        return base_data_type in (Tick, TradeBar, QuoteBar)

    @staticmethod
    def get_common_tick_type_for_common_data_types(data_type: type, security_type: Any) -> TickType:
        """The kind of data of one of Lean's own classes."""
        if data_type is QuoteBar:
            return TickType.QUOTE
        quotes = (SecurityType.FOREX, SecurityType.CFD, SecurityType.CRYPTO)
        return TickType.QUOTE if data_type is Tick and SecurityType(int(security_type)) in quotes else TickType.TRADE
