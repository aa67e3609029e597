"""Who a security is: identifier, symbol, and the cache that turns tickers into symbols."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import ArgumentException, InvalidOperationException
from leanrig.engine.markets import Market
from leanrig.engine.naming import Dotnet

__all__ = ["SecurityIdentifier", "Symbol", "SymbolCache", "as_symbol", "definitions_from", "first_tickers_from"]

_DAYS = 10**14
_MARKET = 100
_OLE_EPOCH = datetime(1899, 12, 30)
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

FirstTicker = Callable[[str, str], tuple[str, date] | None]
_first_ticker: list[FirstTicker] = []


def first_tickers_from(lookup: FirstTicker) -> None:
    """Let identifiers of equities be found through map files: (ticker today, market) -> (first ticker, first date)."""
    _first_ticker[:] = [lookup]


_definition: list[Callable[[Any], Any]] = []
# Security types whose identifier has a date of its own.
_DATED = ("EQUITY", "OPTION", "FUTURE_OPTION", "INDEX_OPTION", "FUTURE", "BASE")


def definitions_from(lookup: Callable[[Any], Any]) -> None:
    """Let the industry's identifiers be found: from a symbol to its row."""
    _definition[:] = [lookup]


class SecurityIdentifier(Dotnet):
    """First ticker, and one number that holds date, market and security type."""

    __slots__ = ("__dict__", "_hash", "properties", "symbol", "underlying_id")

    def __init__(self, symbol: str, properties: int, underlying: "SecurityIdentifier | None" = None) -> None:
        self.symbol = symbol
        self.properties = properties
        self.underlying_id = underlying
        self._hash = hash((symbol, properties))

    @staticmethod
    def generate(first: date, ticker: str, security_type: SecurityType, market: str) -> "SecurityIdentifier":
        code = Market.encode(market.lower())
        if code is None:
            raise ArgumentException(f"The specified market wasn't found in the markets lookup. Requested: {market}.")
        days = (datetime(first.year, first.month, first.day) - _OLE_EPOCH).days
        return SecurityIdentifier(ticker, days * _DAYS + code * _MARKET + int(security_type))

    @staticmethod
    def generate_equity(*args: Any, **kwargs: Any) -> "SecurityIdentifier":
        """`(ticker, market)` finds the first ticker through map files; `(date, ticker, market)` takes both as given."""
        if args and isinstance(args[0], date):
            return SecurityIdentifier.generate(args[0], args[1].upper(), SecurityType.EQUITY, args[2])
        ticker, market = args[0], args[1] if len(args) > 1 else kwargs.get("market", "usa")
        first = None
        if _first_ticker and kwargs.get("map_symbol", args[2] if len(args) > 2 else True):
            first = _first_ticker[0](ticker, market)
        name, begin = first or (ticker, _OLE_EPOCH)
        return SecurityIdentifier.generate(begin, name.upper(), SecurityType.EQUITY, market)

    @staticmethod
    def generate_base(
        data_type: type | None, ticker: str, market: str, map_symbol: bool = False, date: Any = None
    ) -> "SecurityIdentifier":
        first = date or _OLE_EPOCH
        if map_symbol and _first_ticker:
            ticker, first = _first_ticker[0](ticker, market) or (ticker, first)
        name = f"{ticker.upper()}.{data_type.__name__}" if data_type is not None else ticker
        return SecurityIdentifier.generate(first, name, SecurityType.BASE, market)

    @staticmethod
    def generate_forex(ticker: str, market: str) -> "SecurityIdentifier":
        return SecurityIdentifier.generate(_OLE_EPOCH, ticker.upper(), SecurityType.FOREX, market)

    @staticmethod
    def generate_crypto(ticker: str, market: str) -> "SecurityIdentifier":
        return SecurityIdentifier.generate(_OLE_EPOCH, ticker.upper(), SecurityType.CRYPTO, market)

    @staticmethod
    def generate_cfd(ticker: str, market: str) -> "SecurityIdentifier":
        return SecurityIdentifier.generate(_OLE_EPOCH, ticker.upper(), SecurityType.CFD, market)

    @staticmethod
    def generate_index(ticker: str, market: str) -> "SecurityIdentifier":
        return SecurityIdentifier.generate(_OLE_EPOCH, ticker.upper(), SecurityType.INDEX, market)

    @staticmethod
    def generate_crypto_future(expiry: date, ticker: str, market: str) -> "SecurityIdentifier":
        return SecurityIdentifier.generate(expiry, ticker.upper(), SecurityType.CRYPTO_FUTURE, market)

    @staticmethod
    def generate_future(expiry: date, ticker: str, market: str) -> "SecurityIdentifier":
        return SecurityIdentifier.generate(expiry, ticker.upper(), SecurityType.FUTURE, market)

    @staticmethod
    def parse(value: str) -> "SecurityIdentifier":
        """Read the text form, `SPY R735QTJ8XC9X`."""
        found = _parsed(value)
        if found is None:
            raise ArgumentException(f"The string must be splittable on space into two parts: '{value}'.")
        return found

    @property
    def security_type(self) -> SecurityType:
        return SecurityType(self.properties % 100)

    @property
    def market(self) -> str:
        return Market.decode(self.properties // _MARKET % 1000) or "empty"

    @property
    def date(self) -> datetime:
        return _OLE_EPOCH + timedelta(days=self.properties // _DAYS % 100000)

    @property
    def has_underlying(self) -> bool:
        return self.underlying_id is not None

    @property
    def underlying(self) -> "SecurityIdentifier":
        if self.underlying_id is None:
            raise InvalidOperationException(
                "No underlying specified for this identifier. "
                "Check that HasUnderlying is true before accessing the Underlying property."
            )
        return self.underlying_id

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SecurityIdentifier):
            return isinstance(other, str) and str(self) == other
        return self.properties == other.properties and self.symbol == other.symbol

    def __hash__(self) -> int:
        return self._hash

    def __lt__(self, other: "SecurityIdentifier") -> bool:
        return str(self) < str(other)

    def __str__(self) -> str:
        own = f"{self.symbol} {_base36(self.properties)}"
        return f"{own}|{self.underlying_id}" if self.underlying_id is not None else own


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"


def _parsed(value: str) -> SecurityIdentifier | None:
    parts = value.split("|", maxsplit=1)[0].rsplit(" ", 1)
    if len(parts) != 2 or not parts[1] or any(letter not in _DIGITS for letter in parts[1]):
        return None
    found = SecurityIdentifier(parts[0], int(parts[1], 36))
    return found if found.properties % 100 < 12 and Market.decode(found.properties // _MARKET % 1000) else None


class Symbol(Dotnet):
    """A security's identifier with the ticker it has now; equal to its ticker's and identifier's text."""

    __slots__ = ("__dict__", "_hash", "id", "security_type", "underlying", "value")
    EMPTY: ClassVar["Symbol"]
    NONE: ClassVar["Symbol"]

    def __init__(self, sid: SecurityIdentifier, value: str, underlying: "Symbol | None" = None) -> None:
        self.id = sid
        self.value = value.upper()
        self.underlying = underlying
        self.security_type = sid.security_type
        self._hash = sid._hash

    @staticmethod
    def create(
        ticker: str,
        security_type: SecurityType,
        market: str,
        alias: str | None = None,
        base_data_type: type | None = None,
    ) -> "Symbol":
        """Make a symbol from today's ticker."""
        kind = SecurityType(int(security_type))
        if kind is SecurityType.BASE:
            sid = SecurityIdentifier.generate_base(base_data_type, ticker, market)
        elif kind is SecurityType.EQUITY:
            sid = SecurityIdentifier.generate_equity(ticker, market)
        elif kind is SecurityType.CRYPTO_FUTURE:
            sid = SecurityIdentifier.generate_crypto_future(_OLE_EPOCH, ticker, market)
        else:
            sid = SecurityIdentifier.generate(_OLE_EPOCH, ticker.upper(), kind, market)
        return Symbol(sid, alias or (sid.symbol if kind is SecurityType.BASE else ticker))

    @property
    def ID(self) -> SecurityIdentifier:  # noqa: N802  # Lean's own name
        return self.id

    @property
    def has_underlying(self) -> bool:
        return self.underlying is not None

    def _definition(self, kind: str) -> Any:
        row = _definition[0](self) if _definition else None
        return None if row is None else getattr(row, kind)

    cusip = property(lambda self: self._definition("cusip"))
    composite_figi = property(lambda self: self._definition("composite_figi"))
    sedol = property(lambda self: self._definition("sedol"))
    isin = property(lambda self: self._definition("isin"))
    cik = property(lambda self: self._definition("cik"))

    @staticmethod
    def create_base(base_type: type, underlying: "Symbol", market: str | None = None) -> "Symbol":
        """A symbol of a user's own type of data that belongs to another symbol."""
        dated = underlying.security_type._name_ in _DATED
        sid = SecurityIdentifier.generate_base(
            base_type,
            underlying.id.symbol,
            market or underlying.id.market,
            False,
            underlying.id.date if dated else None,
        )
        return Symbol(sid, underlying.value, underlying)

    def is_canonical(self) -> bool:
        return False

    def has_canonical(self) -> bool:
        return False

    def mapped(self, ticker: str) -> "Symbol":
        """The same security under another ticker."""
        return Symbol(self.id, ticker, self.underlying)

    update_mapped_symbol = mapped

    def compare_to(self, other: object) -> int:
        mine, theirs = self.value.lower(), str(getattr(other, "value", other)).lower()
        return (mine > theirs) - (mine < theirs)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, Symbol):
            mine, theirs = self.id, other.id
            return mine.properties == theirs.properties and mine.symbol == theirs.symbol
        if isinstance(other, str):
            found = SymbolCache.find(other)
            return found is not None and found.id == self.id
        return isinstance(other, SecurityIdentifier) and self.id == other

    def __hash__(self) -> int:
        return self._hash

    def __lt__(self, other: object) -> bool:
        return self.compare_to(other) < 0

    def __gt__(self, other: object) -> bool:
        return self.compare_to(other) > 0

    def __le__(self, other: object) -> bool:
        return self.compare_to(other) <= 0

    def __ge__(self, other: object) -> bool:
        return self.compare_to(other) >= 0

    def __str__(self) -> str:
        return SymbolCache.ticker_of(self) or str(self.id)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


class SymbolCache(Dotnet):
    """Tickers of the securities that this process added."""

    _symbols: ClassVar[dict[str, Symbol]] = {}
    _tickers: ClassVar[dict[Symbol, str]] = {}

    @classmethod
    def set(cls, ticker: str, symbol: Symbol) -> None:
        cls._symbols[ticker.upper()] = symbol
        cls._tickers[symbol] = ticker

    @classmethod
    def find(cls, ticker: str) -> Symbol | None:
        """The symbol of a ticker in any case, of an identifier's text, or of the one custom type with that name."""
        ticker = str(ticker)  # a symbol is its ticker's text to .NET
        upper = ticker.upper()
        found = cls._symbols.get(upper)
        if found is not None:
            return found
        sid = _parsed(ticker)
        if sid is not None:
            return Symbol(sid, sid.symbol)
        matches = [symbol for name, symbol in cls._symbols.items() if name.startswith(upper + ".")]
        return matches[0] if len(matches) == 1 else None

    @classmethod
    def get_symbol(cls, ticker: str) -> Symbol:
        found = cls.find(ticker)
        if found is None:
            raise InvalidOperationException(
                f"We were unable to locate the ticker '{ticker}' in the SymbolCache. "
                "Please ensure it has been added through the add_security-family methods."
            )
        return found

    @classmethod
    def try_get_symbol(cls, ticker: str, _: object = None) -> tuple[bool, Symbol | None]:
        found = cls.find(ticker)
        return found is not None, found

    @classmethod
    def ticker_of(cls, symbol: Symbol) -> str | None:
        return cls._tickers.get(symbol)

    @classmethod
    def get_ticker(cls, symbol: Symbol) -> str:
        return str(symbol)

    @classmethod
    def try_remove(cls, which: Symbol | str) -> bool:
        symbol = cls.find(which) if isinstance(which, str) else which
        ticker = cls._tickers.pop(symbol, None) if symbol is not None else None
        return ticker is not None and cls._symbols.pop(ticker.upper(), None) is not None

    @classmethod
    def clear(cls) -> None:
        cls._symbols.clear()
        cls._tickers.clear()


Symbol.EMPTY = Symbol(SecurityIdentifier("", 0), "")
Symbol.NONE = Symbol(SecurityIdentifier("NONE", 0), "NONE")


def as_symbol(value: object) -> Symbol | None:
    """Return the symbol that Lean makes of a symbol, security, identifier or text; None for unknown text."""
    if isinstance(value, Symbol):
        return value
    if isinstance(value, str):
        return SymbolCache.find(value)
    if isinstance(value, SecurityIdentifier):
        return Symbol(value, value.symbol)
    symbol = getattr(value, "symbol", None)
    return symbol if isinstance(symbol, Symbol) else None
