"""Reads a Lean data folder back into bars and quotes by end time, UTC."""

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pandas as pd

from leanrig.errors import Missing
from leanrig.model.bars import BAR_COLUMNS, QUOTE_COLUMNS, TickerChange
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import session_closes
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.lean_names import COARSE, Kind, coarse_names, data_zone, minute_folder
from leanrig.store.lean_zip import TRADE_COLUMNS, read_zip
from leanrig.store.map_files import FOREVER, NameSpan, name_spans
from leanrig.store.number_texts import EQUITY_SCALE

__all__ = ["read_lean", "read_quotes"]

_QUOTE_TABLE = ("time", *QUOTE_COLUMNS)


def read_lean(data_folder: Path, symbol: Symbol, resolution: Resolution) -> pd.DataFrame:
    """Return the raw bars of a Lean data folder, as `write_lean` got them; indexed by end_time, UTC.

    A renamed share's bars come from the files of all its names. Forex, of which Lean's files hold quotes alone, gives
    the middle of bid and ask, and no volume.
    """
    if symbol.security_type is SecurityType.FOREX:
        return _middle(read_quotes(data_folder, symbol, resolution))
    return _read(data_folder, symbol, resolution, "trade")


def read_quotes(data_folder: Path, symbol: Symbol, resolution: Resolution) -> pd.DataFrame:
    """Return the quotes of a Lean data folder; indexed by end_time, UTC."""
    return _read(data_folder, symbol, resolution, "quote")


def _read(data_folder: Path, symbol: Symbol, resolution: Resolution, kind: Kind) -> pd.DataFrame:
    frames = [
        _parsed(path, symbol, resolution, kind, span)
        for span in _spans(data_folder, symbol)
        for path in _paths(data_folder, symbol, resolution, kind, span)
    ]
    if not frames:
        raise Missing(
            f"no {resolution} bars of {symbol} in Lean's form",
            where=str(data_folder),
            cure=f"leanrig fetch {symbol} --resolution {resolution}",
        )
    return pd.concat(frames)


def _middle(quotes: pd.DataFrame) -> pd.DataFrame:
    prices = {name: (quotes[f"bid_{name}"] + quotes[f"ask_{name}"]) / 2 for name in ("open", "high", "low", "close")}
    return pd.DataFrame(prices | {"volume": 0.0}, index=quotes.index)[list(BAR_COLUMNS)]


def _spans(data_folder: Path, symbol: Symbol) -> list[NameSpan]:
    """Return the names of a share by its map file, where it has one."""
    path = data_folder / "equity" / symbol.market / "map_files" / f"{symbol.ticker.lower()}.csv"
    if symbol.security_type is not SecurityType.EQUITY or not path.exists():
        return [NameSpan(symbol.ticker)]
    rows = [line.split(",") for line in path.read_text(encoding="utf-8-sig").split()]
    names = [(datetime.strptime(day, "%Y%m%d").date(), ticker.upper()) for day, ticker, *_ in rows]
    changes = [TickerChange(date.min, names[0][1])]
    for (until, _), (_, after) in pairwise(names):
        changes.append(TickerChange(date.fromordinal(until.toordinal() + 1), after))
    return name_spans(symbol, changes if rows[-1][0] == FOREVER else [])


def _paths(data_folder: Path, symbol: Symbol, resolution: Resolution, kind: Kind, span: NameSpan) -> list[Path]:
    if resolution in COARSE:
        path = data_folder / coarse_names(symbol, resolution, span.ticker, kind)[0]
        return [path] if path.exists() else []
    folder = data_folder / minute_folder(symbol, resolution, span.ticker)
    found = sorted(folder.glob(f"*_{kind}.zip"))
    return [path for path in found if span.first <= datetime.strptime(path.name[:8], "%Y%m%d").date() <= span.last]


def _parsed(path: Path, symbol: Symbol, resolution: Resolution, kind: Kind, span: NameSpan) -> pd.DataFrame:
    table = read_zip(path, TRADE_COLUMNS if kind == "trade" else _QUOTE_TABLE)
    if resolution in COARSE:
        days = table["time"].str[:8]
        table = table[(days >= f"{span.first:%Y%m%d}".zfill(8)) & (days <= f"{span.last:%Y%m%d}")]
    frame = table.drop(columns="time").astype("float64")
    if symbol.security_type is SecurityType.EQUITY:
        prices = [name for name in frame.columns if name != "volume" and not name.endswith("_size")]
        frame[prices] = frame[prices] / EQUITY_SCALE
    frame.index = _ends(table["time"], path, symbol, resolution)
    return frame


def _ends(stamps: pd.Series, path: Path, symbol: Symbol, resolution: Resolution) -> pd.DatetimeIndex:
    if resolution not in COARSE:
        day = pd.Timestamp(path.name[:8])
        starts = day + pd.to_timedelta(stamps.astype("int64"), unit="ms")
        local = pd.DatetimeIndex(starts + resolution.length)
    else:
        local = pd.DatetimeIndex(pd.to_datetime(stamps, format="%Y%m%d %H:%M"))
        if resolution is Resolution.DAILY and symbol.security_type is SecurityType.EQUITY:
            return _session_ends(symbol, local)
        local = local + resolution.length
    return local.tz_localize(data_zone(symbol)).tz_convert("UTC").as_unit("us").rename("end_time")


def _session_ends(symbol: Symbol, days: pd.DatetimeIndex) -> pd.DatetimeIndex:
    closes = session_closes(symbol, days[0].date(), days[-1].date())
    return pd.DatetimeIndex(closes.reindex(days)).as_unit("us").rename("end_time")
