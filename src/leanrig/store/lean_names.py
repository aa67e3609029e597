"""Where Lean looks for a symbol's prices: path of the zip and name of the CSV in it."""

from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from leanrig.model.resolution import Resolution
from leanrig.model.sessions import day_zone
from leanrig.model.symbol import SecurityType, Symbol

__all__ = ["COARSE", "Kind", "coarse_names", "data_zone", "kinds", "minute_folder", "minute_names"]

Kind = Literal["trade", "quote"]
COARSE = (Resolution.DAILY, Resolution.HOUR)
_TWO_FILES = (SecurityType.CRYPTO,)


def data_zone(symbol: Symbol) -> ZoneInfo:
    """Return the zone that Lean's files of this symbol are written in."""
    return day_zone(symbol)


def kinds(symbol: Symbol, resolution: Resolution, *, has_quotes: bool) -> tuple[Kind, ...]:
    """Return what Lean reads: forex has quotes alone, hours and days of stocks have trades alone."""
    if symbol.security_type is SecurityType.FOREX:
        return ("quote",)
    one = symbol.security_type is SecurityType.EQUITY and resolution in COARSE
    return ("trade", "quote") if has_quotes and not one else ("trade",)


def coarse_names(symbol: Symbol, resolution: Resolution, ticker: str, kind: Kind) -> tuple[Path, str]:
    """Return path and entry of the one file that holds all hours or days."""
    name = ticker.lower() + (f"_{kind}" if symbol.security_type in _TWO_FILES else "")
    return Path(symbol.security_type, symbol.market, resolution, f"{name}.zip"), f"{ticker.lower()}.csv"


def minute_folder(symbol: Symbol, resolution: Resolution, ticker: str) -> Path:
    """Return the folder of a ticker's daily zips."""
    return Path(symbol.security_type, symbol.market, resolution, ticker.lower())


def minute_names(symbol: Symbol, resolution: Resolution, ticker: str, kind: Kind, day: date) -> tuple[Path, str]:
    """Return path and entry of one day's minutes."""
    name = f"{day:%Y%m%d}"
    folder = minute_folder(symbol, resolution, ticker)
    return folder / f"{name}_{kind}.zip", f"{name}_{ticker.lower()}_{resolution}_{kind}.csv"
