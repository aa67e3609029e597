"""Lean's own data folder, written from raw bars: the one place that turns UTC into the data's zone.

Lean validates nothing it reads (a text in a price field becomes a number), so that every row is checked before it is
written. The same bars give the same bytes.
"""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from leanrig.errors import BadInput, Missing
from leanrig.files import write_bytes, write_text
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import session_closes
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.checks import check_bars
from leanrig.store.factor_files import factor_rows, map_rows
from leanrig.store.lean_zip import read_zip, zipped

__all__ = ["data_zone", "lean_file", "lean_frame", "read_lean", "write_lean"]

_EQUITY_SCALE = 10_000
_COARSE = (Resolution.DAILY, Resolution.HOUR)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    entry: str
    text: str


def write_lean(bar_set: BarSet, data_folder: Path) -> list[Path]:
    """Write the bars as Lean reads them and return the files: zips, and for equities a factor and a map file.

    Daily and hour bars are one file a symbol, which is replaced as a whole; minute bars are one file a day.

    Raises
    ------
    BadInput
        If a bar breaks a law of bars, or a price does not fit Lean's form; nothing is written then.
    """
    symbol, resolution = bar_set.symbol, bar_set.resolution
    check_bars(bar_set.bars, where=f"{symbol} {resolution}")
    rows = _rows(bar_set)
    files = _coarse(symbol, resolution, rows) if resolution in _COARSE else _minutes(symbol, rows)
    written = [write_bytes(data_folder / file.path, zipped(file.entry, file.text)) for file in files]
    return written + (_factor_and_map(bar_set, data_folder) if symbol.security_type is SecurityType.EQUITY else [])


def lean_file(bar_set: BarSet) -> tuple[Path, bytes]:
    """Return path (below the data folder) and content of the one file that daily or hour bars make."""
    (file,) = _coarse(bar_set.symbol, bar_set.resolution, _rows(bar_set))
    return file.path, zipped(file.entry, file.text)


def read_lean(data_folder: Path, symbol: Symbol, resolution: Resolution) -> pd.DataFrame:
    """Return the raw bars of a Lean data folder, as `write_lean` got them; indexed by end_time, UTC."""
    paths = _paths(data_folder, symbol, resolution)
    if not paths:
        raise Missing(
            f"no {resolution} bars of {symbol} in Lean's form",
            where=str(data_folder),
            cure=f"leanrig fetch {symbol} --resolution {resolution}",
        )
    frames = [_parsed(path, symbol, resolution) for path in paths]
    return pd.concat(frames)


def lean_frame(bar_set: BarSet) -> pd.DataFrame:
    """Return the bars with Lean's adjusted prices: raw times the factor in force, as an algorithm sees them."""
    rows = factor_rows(bar_set)
    dates = pd.DatetimeIndex(bar_set.bars.index).tz_convert(data_zone(bar_set.symbol)).strftime("%Y%m%d").to_numpy()
    limits = np.array([row.date for row in rows])
    factors = np.array([row.price * row.split for row in rows])
    found = factors[np.minimum(np.searchsorted(limits, dates), len(factors) - 1)]
    frame = bar_set.bars.copy()
    for column in ("open", "high", "low", "close"):
        frame[column] = frame[column] * found
    frame["volume"] = frame["volume"] / found
    return frame


def data_zone(symbol: Symbol) -> ZoneInfo:
    """Return the zone that Lean's files of this symbol are written in."""
    return ZoneInfo("UTC" if symbol.security_type is SecurityType.CRYPTO else "America/New_York")


def _rows(bar_set: BarSet) -> pd.DataFrame:
    """Start times in the data's zone and the texts of the columns."""
    symbol, bars = bar_set.symbol, bar_set.bars
    ends = pd.DatetimeIndex(bars.index).tz_convert(data_zone(symbol))
    scale = _scaled if symbol.security_type is SecurityType.EQUITY else _decimals
    columns = {name: scale(bars[name], f"{symbol} {name}") for name in ("open", "high", "low", "close")}
    volume = _whole(bars["volume"]) if symbol.security_type is SecurityType.EQUITY else _decimals(bars["volume"], "")
    starts = _starts(ends, symbol, bar_set.resolution)
    return pd.DataFrame(columns | {"volume": volume, "start": starts})


def _starts(ends: pd.DatetimeIndex, symbol: Symbol, resolution: Resolution) -> np.ndarray:
    """Return each bar's start as Lean stamps it: the date, the whole hour, or the minute; naive, in the data's zone."""
    local = ends.tz_localize(None)
    if resolution is Resolution.DAILY:
        always = symbol.security_type is SecurityType.CRYPTO
        return np.asarray((local - pd.Timedelta(days=1)) if always else local.normalize())
    if resolution is Resolution.HOUR:
        return np.asarray(local.ceil("h") - pd.Timedelta(hours=1))
    return np.asarray(local - pd.Timedelta(minutes=1))


def _scaled(values: pd.Series, where: str) -> np.ndarray:
    """Prices as whole ten-thousandths; a price with more digits is refused, since Lean could not hold it."""
    scaled = values.to_numpy() * _EQUITY_SCALE
    whole = np.rint(scaled)
    off = np.abs(scaled - whole) > 1e-4
    if off.any():
        row = int(np.argmax(off))
        raise BadInput(
            f"a price has more than four decimals: {values.iloc[row]}",
            where=f"{where} at {values.index[row]}",
            cure="round the prices to Lean's 1/10,000 before they are stored",
        )
    return _texts(whole)


def _decimals(values: pd.Series, where: str) -> np.ndarray:  # noqa: ARG001
    return np.array([np.format_float_positional(value, trim="0") for value in values])


def _whole(values: pd.Series) -> np.ndarray:
    return _texts(np.rint(values.to_numpy()))


def _texts(whole: np.ndarray) -> np.ndarray:
    texts: np.ndarray = whole.astype("int64").astype(str)
    return texts


def _lines(stamps: np.ndarray, rows: pd.DataFrame) -> str:
    columns = [rows[name] for name in ("open", "high", "low", "close", "volume")]
    return "".join(f"{','.join(parts)}\n" for parts in zip(stamps, *columns, strict=True))


def _coarse(symbol: Symbol, resolution: Resolution, rows: pd.DataFrame) -> list[_File]:
    starts = pd.DatetimeIndex(rows["start"])
    if starts.has_duplicates:
        raise BadInput(f"two {resolution} bars of {symbol} fall into one of Lean's", cure="fetch the bars again")
    path, entry = _coarse_names(symbol, resolution)
    return [_File(path, entry, _lines(starts.strftime("%Y%m%d %H:%M").to_numpy(), rows))]


def _coarse_names(symbol: Symbol, resolution: Resolution) -> tuple[Path, str]:
    name = symbol.ticker.lower() + ("_trade" if symbol.security_type is SecurityType.CRYPTO else "")
    return Path(symbol.security_type, symbol.market, resolution, f"{name}.zip"), f"{symbol.ticker.lower()}.csv"


def _minutes(symbol: Symbol, rows: pd.DataFrame) -> list[_File]:
    starts = pd.DatetimeIndex(rows["start"])
    stamps = ((starts - starts.normalize()) // pd.Timedelta(milliseconds=1)).astype(str).to_numpy()
    ticker, days = symbol.ticker.lower(), starts.strftime("%Y%m%d").to_numpy()
    folder = Path(symbol.security_type, symbol.market, Resolution.MINUTE, ticker)
    files = []
    for day in np.unique(days):
        chosen = days == day
        text = _lines(stamps[chosen], rows[chosen])
        files.append(_File(folder / f"{day}_trade.zip", f"{day}_{ticker}_minute_trade.csv", text))
    return files


def _factor_and_map(bar_set: BarSet, data_folder: Path) -> list[Path]:
    folder = data_folder / "equity" / bar_set.symbol.market
    name = f"{bar_set.symbol.ticker.lower()}.csv"
    factors = "".join(f"{row.text}\n" for row in factor_rows(bar_set))
    return [
        write_text(folder / "factor_files" / name, factors),
        write_text(folder / "map_files" / name, map_rows(bar_set)),
    ]


def _paths(data_folder: Path, symbol: Symbol, resolution: Resolution) -> list[Path]:
    if resolution in _COARSE:
        path = data_folder / _coarse_names(symbol, resolution)[0]
        return [path] if path.exists() else []
    folder = data_folder / symbol.security_type / symbol.market / resolution / symbol.ticker.lower()
    return sorted(folder.glob("*_trade.zip"))


def _parsed(path: Path, symbol: Symbol, resolution: Resolution) -> pd.DataFrame:
    table = read_zip(path)
    equity = symbol.security_type is SecurityType.EQUITY
    prices = table[["open", "high", "low", "close"]].astype("float64") / (_EQUITY_SCALE if equity else 1)
    frame = prices.assign(volume=table["volume"].astype("float64"))
    frame.index = _ends(table["time"], path, symbol, resolution)
    return frame


def _ends(stamps: pd.Series, path: Path, symbol: Symbol, resolution: Resolution) -> pd.DatetimeIndex:
    zone = data_zone(symbol)
    if resolution is Resolution.MINUTE:
        day = pd.Timestamp(path.name[:8])
        starts = day + pd.to_timedelta(stamps.astype("int64"), unit="ms")
        local = pd.DatetimeIndex(starts + pd.Timedelta(minutes=1))
    else:
        local = pd.DatetimeIndex(pd.to_datetime(stamps, format="%Y%m%d %H:%M"))
        if resolution is Resolution.HOUR:
            local = local + pd.Timedelta(hours=1)
        elif symbol.security_type is SecurityType.CRYPTO:
            local = local + pd.Timedelta(days=1)
        else:
            return _session_ends(symbol, local)
    return local.tz_localize(zone).tz_convert("UTC").as_unit("us").rename("end_time")


def _session_ends(symbol: Symbol, days: pd.DatetimeIndex) -> pd.DatetimeIndex:
    closes = session_closes(symbol, days[0].date(), days[-1].date())
    return pd.DatetimeIndex(closes.reindex(days)).as_unit("us").rename("end_time")
