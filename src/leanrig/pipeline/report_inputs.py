"""What lies beside a run's results: its record, its inputs, its signal rows and the prices they were computed from."""

import csv
import hashlib
import json
import math
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from leanrig import __version__
from leanrig.errors import LeanrigError
from leanrig.model.resolution import Resolution
from leanrig.model.result import Result
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.model.verdict import Verdict
from leanrig.pipeline.crosscheck import CROSSCHECK, NOT_CHECKED
from leanrig.report.inputs import InputFile, Origin, PriceLine, ReportInputs, SignalRow
from leanrig.store.gaps import missing_sessions
from leanrig.store.lean_format import lean_frame
from leanrig.store.parquet_store import ParquetStore
from leanrig.workspace import Workspace, find_workspace

__all__ = ["record_hashes", "report_inputs", "symbols_of"]

_COLUMNS = ["timestamp", "symbol", "regime", "confidence", "signal_strength"]
_SHOWN = {".py", ".toml"}
_MOST_POINTS = 20_000


def report_inputs(folder: Path, result: Result, verdict: Verdict, *, now: datetime) -> ReportInputs:
    """Return everything that the page may speak of; what is not there is left empty."""
    record = _record(folder)
    recipe = _recipe(folder / "inputs" / "recipe.toml")
    space = _workspace(folder)
    data: dict[str, Any] = record.get("data") or {}
    symbols = tuple(recipe.get("symbols") or record.get("symbols") or ())
    prices, gaps = _prices(space, recipe, data, result) if space is not None else ({}, {})
    checks = _checks(folder / "inputs", recipe, data)
    engine = str(record.get("engine") or "")
    return ReportInputs(
        result=result,
        verdict=verdict,
        made_at=now,
        command=f"leanrig report {_shown(folder, space)}",
        title=str(record.get("recipe") or record.get("project") or result.algorithm_id or folder.name),
        engine=engine,
        version=str(record.get("version") or __version__),
        symbols=symbols,
        benchmark=str((recipe.get("backtest") or {}).get("benchmark") or ""),
        act=str((recipe.get("trade") or {}).get("act") or ""),
        started=str(record.get("started") or ""),
        seconds=record.get("seconds"),
        packages={str(key): str(value) for key, value in (record.get("packages") or {}).items()},
        origins=tuple(
            _origin(symbol, found, gaps.get(symbol, ""), checks.get(symbol, "")) for symbol, found in data.items()
        ),
        signals=_signals(folder / "inputs"),
        signal_notes=_signal_notes(folder / "inputs"),
        prices=prices,
        files=_files(folder / "inputs"),
        result_files=_result_files(result),
    )


def symbols_of(folder: Path, inputs: ReportInputs) -> tuple[Symbol, ...]:
    """Return the symbols of a run as they are traded; those whose kind nobody has said are taken for stocks."""
    recipe = _recipe(folder / "inputs" / "recipe.toml")
    found = []
    for text in inputs.symbols:
        with suppress(LeanrigError, ValueError):  # a name that is no ticker: of an option, a basket
            kind = SecurityType(recipe.get("security_type", "equity"))
            found.append(Symbol.parse(text, kind, recipe.get("market")))
    return tuple(found)


def record_hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of the run's own record, by its name."""
    path = folder / "run.json"
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()} if path.is_file() else {}


def _record(folder: Path) -> dict[str, Any]:
    path = folder / "run.json"
    if not path.is_file():
        return {}
    with suppress(ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def _recipe(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError:
        return {}  # a file of the user's that happens to have this name


def _workspace(folder: Path) -> Workspace | None:
    try:
        return find_workspace(folder)
    except LeanrigError:
        return None  # a result folder from elsewhere


def _shown(folder: Path, space: Workspace | None) -> str:
    path = folder.resolve()
    if space is not None and path.is_relative_to(space.root):
        return path.relative_to(space.root).as_posix()
    return str(folder)


def _checks(inputs: Path, recipe: dict[str, Any], symbols: Iterable[str]) -> dict[str, str]:
    """Return how each symbol's prices were held against the vendor that the recipe names."""
    vendor = (recipe.get("data") or {}).get("crosscheck")
    if not vendor:
        return {}
    found = dict.fromkeys(symbols, f"{NOT_CHECKED} against {vendor}: only leanrig run does that")
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads((inputs / f"{CROSSCHECK}.json").read_text(encoding="utf-8"))["checks"]
        found |= {symbol: str(kept[symbol]["words"]) for symbol in found if symbol in kept}
    return found


def _origin(symbol: str, found: dict[str, Any], gaps: str, checked: str) -> Origin:
    return Origin(
        symbol=symbol,
        vendor=str(found.get("vendor") or ""),
        feed=str(found.get("feed") or ""),
        label=str(found.get("label") or ""),
        adjustment=str(found.get("adjustment") or ""),
        as_of=str(found.get("as_of") or ""),
        hashes={str(name): str(digest) for name, digest in (found.get("hashes") or {}).items()},
        gaps=gaps,
        checked=checked,
        lacks_check=checked.startswith(NOT_CHECKED),
    )


def _prices(
    space: Workspace, recipe: dict[str, Any], data: dict[str, Any], result: Result
) -> tuple[dict[str, PriceLine], dict[str, str]]:
    """Return closes as Lean shows them and the gaps among the bars, where the store still holds the run's own bars."""
    prices, gaps = {}, {}
    store = ParquetStore(space.data)
    for text in recipe.get("symbols") or ():
        try:
            symbol = Symbol.parse(str(text), SecurityType(recipe.get("security_type", "equity")), recipe.get("market"))
            resolution = Resolution(recipe.get("resolution", "daily"))
            stored = set(store.stored(symbol, resolution).files.values())
            seen = set((data.get(symbol.ticker) or {}).get("hashes", {}).values())
            if not seen or not seen <= stored:
                continue  # other bars than the run saw: no price is better than a wrong one
            bar_set = store.read(symbol, resolution)
        except (LeanrigError, ValueError):
            continue  # bars that came another way
        missing = missing_sessions(bar_set)
        gaps[symbol.ticker] = f"{len(missing)} sessions, the first {missing[0]}" if missing else "none"
        prices[symbol.ticker] = _price_line(lean_frame(bar_set)["close"], result, f"data/{symbol.ticker}/{resolution}")
    return prices, gaps


def _price_line(closes: pd.Series, result: Result, source: str) -> PriceLine:
    first = result.start or datetime(1970, 1, 1, tzinfo=UTC)
    chosen = closes[closes.index >= pd.Timestamp(first) - pd.Timedelta(days=7)]
    if result.end is not None:
        chosen = chosen[chosen.index <= pd.Timestamp(result.end) + pd.Timedelta(days=1)]
    chosen = chosen.iloc[:: max(1, len(chosen) // _MOST_POINTS)]
    seconds = (pd.DatetimeIndex(chosen.index) - pd.Timestamp(0, tz="UTC")) // pd.Timedelta(seconds=1)
    return PriceLine(tuple(int(time) for time in seconds), tuple(float(value) for value in chosen), source)


def _signals(inputs: Path) -> dict[str, tuple[SignalRow, ...]]:
    """Return the rows of every signal file among the inputs, by symbol."""
    found: dict[str, tuple[SignalRow, ...]] = {}
    for path in sorted(inputs.rglob("*.csv")):
        rows = _signal_rows(path)
        if rows:
            found[rows[0][0]] = tuple(row for _, row in rows)
    return found


def _signal_rows(path: Path) -> list[tuple[str, SignalRow]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != _COLUMNS:
            return []
        rows = []
        for line in reader:
            if len(line) != len(_COLUMNS):
                continue
            try:
                stamp = datetime.fromisoformat(line[0]).replace(tzinfo=UTC)
                confidence, strength = float(line[3]), float(line[4])
            except ValueError:
                continue  # the run itself refuses such a row; the page shows what can be read
            if math.isfinite(confidence) and math.isfinite(strength):
                rows.append((line[1], SignalRow(stamp, line[2], confidence, strength)))
    return sorted(rows, key=lambda row: row[1].stamp)


def _signal_notes(inputs: Path) -> dict[str, dict[str, str]]:
    """Return what the sidecars say of method and parameters, by symbol."""
    notes = {}
    for path in sorted((inputs / "storage").rglob("*.json")):
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            notes[str(found["symbol"])] = {
                "detector": _method(found["detector"]),
                "strength": _method(found["strength"]),
                "refits": str(len(found.get("refits") or ())),
                "prices": str(found.get("prices", "")),
            }
        except (ValueError, KeyError, TypeError):
            continue  # no sidecar of ours
    return notes


def _method(found: dict[str, Any]) -> str:
    parameters = ", ".join(f"{key} = {value}" for key, value in (found.get("parameters") or {}).items())
    return f"{found['name']} ({parameters})" if parameters else str(found["name"])


def _files(inputs: Path) -> tuple[InputFile, ...]:
    found = []
    paths = [path for path in inputs.rglob("*") if path.is_file()] if inputs.is_dir() else []
    for path in sorted(paths, key=lambda path: (path.name not in ("recipe.toml", "main.py"), path.as_posix())):
        data = path.read_bytes()
        name = path.relative_to(inputs).as_posix()
        is_shown = path.suffix in _SHOWN and "/" not in name
        text = data.decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n") if is_shown else ""
        found.append(InputFile(name, hashlib.sha256(data).hexdigest(), text))
    return tuple(found)


def _result_files(result: Result) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in result.files.values()}
