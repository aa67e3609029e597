"""The data folder's market hours: which hours and which data zone a symbol has."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from leanrig.engine.enums import DayOfWeek, MarketHoursState, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.hours.local_hours import MarketHoursSegment, span_text_us
from leanrig.engine.hours.zones import known_zone
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet

__all__ = ["Entry", "HoursDatabase", "MarketHoursDatabase", "database_key"]

_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_ALL = "[*]"
_STATES = {
    "closed": MarketHoursState.CLOSED,
    "premarket": MarketHoursState.PRE_MARKET,
    "market": MarketHoursState.MARKET,
    "postmarket": MarketHoursState.POST_MARKET,
}


class Entry(NamedTuple):
    """Zone of the files, hours of the exchange."""

    data_time_zone: str
    exchange_hours: SecurityExchangeHours


def database_key(symbol: object) -> str:
    """The ticker by which the databases know a symbol; `[*]` for none."""
    if not isinstance(symbol, Symbol):
        return str(symbol or _ALL)
    by_identifier = symbol.security_type in (SecurityType.BASE, SecurityType.FUTURE)
    return (symbol.id.symbol if by_identifier else symbol.value) or _ALL


class MarketHoursDatabase(Dotnet):
    """Entries of `market-hours-database.json`, made when they are asked for.

    Parameters
    ----------
    path
        The file.
    report
        Takes an error line for each entry that cannot be used.
    """

    _newest: ClassVar["MarketHoursDatabase | None"] = None

    def __init__(self, path: Path, *, report: Callable[[str], None] = lambda _: None) -> None:
        MarketHoursDatabase._newest = self
        try:
            text = path.read_text(encoding="utf-8-sig")
        except OSError:
            raise ArgumentException(f"Could not find a part of the path '{path}'.") from None
        self._entries = {key.lower(): entry for key, entry in _parsed(text).items()}
        self._report = report
        self._made: dict[str, Entry | None] = {}

    def entry(self, market: str, ticker: str, security_type: SecurityType) -> Entry:
        """The entry of a ticker, else of its market.

        Raises
        ------
        ArgumentException
            When there is neither.
        """
        found = self.find(market, ticker, security_type)
        if found is None:
            raise ArgumentException(
                f"Unable to locate exchange hours for {security_type.to_string()}-{market}-{ticker or '[*]'}."
            )
        return found

    def find(self, market: str, ticker: str, security_type: SecurityType) -> Entry | None:
        """The entry of a ticker, else of its market, else of its custom type; None if there is none."""
        kind = f"{security_type.to_string()}-{market}".lower()
        keys = [f"{kind}-{ticker.lower()}", f"{kind}-[*]"]
        if security_type is SecurityType.BASE and "." in ticker:
            keys.append(f"{kind}-type.{ticker.rsplit('.', 1)[1].lower()}")
        return next((entry for entry in map(self._entry, keys) if entry is not None), None)

    def set_entry(
        self,
        market: str,
        symbol: object,
        security_type: SecurityType,
        exchange_hours: SecurityExchangeHours,
        data_time_zone: str | None = None,
    ) -> Entry:
        """Give a ticker, or all tickers of a market, hours of its own."""
        entry = Entry(data_time_zone or exchange_hours.zone, exchange_hours)
        self._made[f"{security_type.to_string()}-{market}-{database_key(symbol)}".lower()] = entry
        return entry

    def set_entry_always_open(self, market: str, symbol: object, security_type: SecurityType, time_zone: str) -> Entry:
        return self.set_entry(market, symbol, security_type, SecurityExchangeHours.always_open(time_zone))

    @staticmethod
    def from_data_folder(*_: object) -> "MarketHoursDatabase":
        """The database of the run's data folder."""
        if MarketHoursDatabase._newest is None:
            raise ArgumentException("No data folder is in use.")
        return MarketHoursDatabase._newest

    @staticmethod
    def get_database_symbol_key(symbol: Symbol) -> str:
        return database_key(symbol)

    def get_entry(self, market: str, symbol: object, security_type: SecurityType) -> Entry:
        return self.entry(market, database_key(symbol), security_type)

    def try_get_entry(
        self, market: str, symbol: object, security_type: SecurityType, _: object = None
    ) -> tuple[bool, Entry | None]:
        found = self.find(market, database_key(symbol), security_type)
        return found is not None, found

    def get_exchange_hours(
        self, market: Any, symbol: object = None, security_type: Any = None
    ) -> SecurityExchangeHours:
        """`(market, symbol, type)`, or a subscription's configuration."""
        if symbol is None:
            return self.get_entry(market.market, market.symbol, market.security_type).exchange_hours
        return self.get_entry(market, symbol, security_type).exchange_hours

    def get_data_time_zone(self, market: str, symbol: object, security_type: SecurityType) -> str:
        return self.get_entry(market, symbol, security_type).data_time_zone

    def _entry(self, key: str) -> Entry | None:
        if key not in self._made:
            self._made[key] = self._read(key)
        return self._made[key]

    def _read(self, key: str) -> Entry | None:
        description = self._entries.get(key)
        if description is None:
            return None
        common = None if key.endswith("-[*]") else self._entries.get(key.rsplit("-", 1)[0] + "-[*]")
        try:
            return read_entry(description, common)
        except (KeyError, ValueError, TypeError, AttributeError) as err:
            self._report(f"MarketHoursDatabaseJson.Convert(): {key}: {err}")
            return None


HoursDatabase = MarketHoursDatabase


def read_entry(description: dict[str, Any], common: dict[str, Any] | None = None) -> Entry:
    """Make an entry of its description; dates of the market's common entry count for it too.

    Raises
    ------
    ValueError
        When a zone is missing or unknown, or a date is not in the form M/d/yyyy.
    """
    week = {day: [_segment(segment) for segment in description.get(day.to_string().lower()) or ()] for day in DayOfWeek}
    both = [part for part in (common, description) if part is not None]
    hours = SecurityExchangeHours(
        known_zone(description.get("exchangeTimeZone")),
        week,
        holidays={_date(text) for part in both for text in part.get("holidays", ())},
        bank_holidays={_date(text) for part in both for text in part.get("bankHolidays", ())},
        early_closes={_date(k): span_text_us(v) for part in both for k, v in part.get("earlyCloses", {}).items()},
        late_opens={_date(k): span_text_us(v) for part in both for k, v in part.get("lateOpens", {}).items()},
    )
    return Entry(known_zone(description.get("dataTimeZone")), hours)


def _segment(description: dict[str, Any]) -> MarketHoursSegment:
    state = _STATES[str(description.get("state", "closed")).lower()]
    return MarketHoursSegment(state, span_text_us(description["start"]), span_text_us(description["end"]))


def _date(text: str) -> date:
    month, day, year = text.split("/")
    if len(year) != 4:
        raise ValueError(f"'{text}' is no date in the form M/d/yyyy")
    return date(int(year), int(month), int(day))


def _parsed(text: str) -> dict[str, Any]:
    try:
        whole = json.loads(text)
    except ValueError:
        try:
            whole = json.loads(_COMMENT.sub(lambda match: match[1] or " ", text))
        except ValueError as err:
            raise ArgumentException(f"The market hours database is not valid JSON: {err}") from None
    if not isinstance(whole, dict) or not isinstance(whole.get("entries"), dict):
        raise ArgumentException("Object reference not set to an instance of an object.")
    return whole["entries"]  # type: ignore[no-any-return]  # checked above
