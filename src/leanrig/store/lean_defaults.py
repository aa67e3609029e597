"""What Lean needs besides bars: market hours, symbol properties, interest rates, an hour file for the benchmark.

Made only where the workspace has none. `leanrig-made.json` in the data folder lists what is ours, by hash: that may be
made anew; anything else (a database of `lean init`, a file that the user changed) is never touched.
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from leanrig.errors import BadInput
from leanrig.files import write_bytes, write_text
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.interest_rates import interest_rate_csv
from leanrig.store.lean_format import data_zone, lean_files
from leanrig.store.lock import locked
from leanrig.store.market_hours import entry_key, has_entry, hours_entry

__all__ = ["ensure_databases", "ensure_defaults"]

HOURS = "market-hours/market-hours-database.json"
PROPERTIES = "symbol-properties/symbol-properties-database.csv"
RATES = "alternative/interest-rate/usa/interest-rate.csv"
_MADE = "leanrig-made.json"
_HEADER = (
    "market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation,lot_size,"
    "market_ticker,minimum_order_size,price_magnifier,strike_multiplier"
)
# What brokers quote to fewer than five decimals.
_QUOTED_IN = {"JPY": "0.001", "HUF": "0.001", "INR": "0.001", "THB": "0.001", "KRW": "0.01"}
_QUOTES = ("USDT", "USDC", "USD", "EUR", "GBP", "BTC", "ETH")


@dataclass(slots=True)
class _Made:
    """The list of files that are ours."""

    folder: Path
    hashes: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> "_Made":
        path = folder / _MADE
        return cls(folder, json.loads(path.read_text()) if path.exists() else {})

    def may_write(self, name: str) -> bool:
        path = self.folder / name
        return not path.exists() or self.hashes.get(name) == _hash(path.read_bytes())

    def write(self, name: str, data: bytes) -> Path:
        write_bytes(self.folder / name, data)
        self.hashes[name] = _hash(data)
        write_text(self.folder / _MADE, json.dumps(dict(sorted(self.hashes.items())), indent=1) + "\n")
        return self.folder / name


def ensure_defaults(data_folder: Path, bar_sets: list[BarSet], *, last_year: int) -> list[Path]:
    """Make what is missing for runs over `bar_sets` and return the files written.

    Parameters
    ----------
    last_year
        The market hours reach to the end of it.

    Raises
    ------
    BadInput
        If a database that is not ours lacks what a symbol needs; Lean would stop, or say nothing.
    """
    with locked(data_folder):
        made = _Made.read(data_folder)
        symbols = sorted({bar_set.symbol for bar_set in bar_sets})
        files = [_hours(made, symbols, last_year), _properties(made, symbols), _rates(made)]
        files += [path for bar_set in bar_sets for path in _benchmark_hours(made, bar_set)]
        return [path for path in files if path is not None]


def ensure_databases(data_folder: Path, symbols: list[Symbol], *, last_year: int) -> list[Path]:
    """Make what Lean does not start without, for `symbols` that have no bars yet; as `ensure_defaults` otherwise."""
    with locked(data_folder):
        made = _Made.read(data_folder)
        files = [_hours(made, symbols, last_year), _properties(made, symbols), _rates(made)]
        return [path for path in files if path is not None]


def _hours(made: _Made, symbols: list[Symbol], last_year: int) -> Path | None:
    path = made.folder / HOURS
    database = json.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {"entries": {}}
    if not made.may_write(HOURS):
        _all_there(symbols, lambda symbol: has_entry(database, symbol), path, "hours")
        return None
    entries = dict(database["entries"])
    for symbol in symbols:
        entries[entry_key(symbol)] = hours_entry(symbol, last_year)
    return made.write(HOURS, (json.dumps({"entries": entries}, indent=1) + "\n").encode())


def _properties(made: _Made, symbols: list[Symbol]) -> Path | None:
    path = made.folder / PROPERTIES
    rows = (
        path.read_text(encoding="utf-8-sig").splitlines()
        if path.exists()
        else [_HEADER, "usa,[*],equity,,USD,1,0.01,1"]
    )
    pairs = [symbol for symbol in symbols if symbol.security_type is not SecurityType.EQUITY]
    if not made.may_write(PROPERTIES):
        known = {tuple(row.split(",")[:3]) for row in rows}
        _all_there(pairs, lambda s: (s.market, s.ticker, str(s.security_type)) in known, path, "properties")
        return None
    known_rows = set(rows)
    rows += [row for symbol in pairs if (row := _pair_row(symbol)) not in known_rows]
    return made.write(PROPERTIES, ("\n".join(rows) + "\n").encode())


def _pair_row(symbol: Symbol) -> str:
    return _currency_row(symbol) if symbol.security_type is SecurityType.FOREX else _coin_row(symbol)


def _currency_row(symbol: Symbol) -> str:
    if not re.fullmatch("[A-Z]{6}", symbol.ticker):
        raise BadInput(f"{symbol} is no pair of currencies", cure="use two codes of three letters, such as EURUSD")
    base, quote = symbol.ticker[:3], symbol.ticker[3:]
    step = _QUOTED_IN.get(quote, "0.00001")
    return f"{symbol.market},{symbol.ticker},forex,{base}/{quote},{quote},1,{step},1"


def _coin_row(symbol: Symbol) -> str:
    quote = next((q for q in _QUOTES if symbol.ticker.endswith(q) and len(symbol.ticker) > len(q)), None)
    if quote is None:
        raise BadInput(
            f"{symbol} is no pair whose quote currency is known", cure=f"use a pair that ends in {', '.join(_QUOTES)}"
        )
    name = f"{symbol.ticker.removesuffix(quote)}-{quote}"
    return f"{symbol.market},{symbol.ticker},crypto,{name},{quote},1,0.01,0.00000001,{name},0.00000001"


def _rates(made: _Made) -> Path | None:
    return made.write(RATES, interest_rate_csv().encode()) if made.may_write(RATES) else None


def _benchmark_hours(made: _Made, bar_set: BarSet) -> list[Path]:
    """Lean reads a benchmark by the hour: make that file from what there is, where no real hour bars are."""
    if bar_set.resolution is Resolution.HOUR:
        return []
    files = [file for file in lean_files(_by_the_hour(bar_set)) if made.may_write(file.path.as_posix())]
    return [made.write(file.path.as_posix(), file.content(made.folder)) for file in files]


def _by_the_hour(bar_set: BarSet) -> BarSet:
    bars = bar_set.bars
    if bar_set.resolution is Resolution.DAILY:
        flat = bars.assign(open=bars["close"], high=bars["close"], low=bars["close"])
        return replace(bar_set, resolution=Resolution.HOUR, bars=flat, quotes=None)
    ends = pd.DatetimeIndex(bars.index).tz_convert(data_zone(bar_set.symbol)).ceil("h").tz_convert("UTC")
    rules = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
    hourly = bars.groupby(ends).agg(rules)
    hourly.index = pd.DatetimeIndex(hourly.index, name="end_time")
    return replace(bar_set, resolution=Resolution.HOUR, bars=hourly, quotes=None)


def _all_there(symbols: list[Symbol], is_there: object, path: Path, what: str) -> None:
    assert callable(is_there)
    for symbol in symbols:
        if not is_there(symbol):
            raise BadInput(
                f"the {what} database is not ours to change, and it has no {symbol.security_type} {symbol}",
                where=str(path),
                cure=f"add the entry to it, or move the file away and fetch {symbol} again",
            )


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
