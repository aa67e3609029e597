"""Reads a result folder as Lean's launcher, the Lean CLI or the embedded engine left it, whole or broken off."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from leanrig.backtest.result_json import (
    as_fields,
    as_mapping,
    read_analysis,
    read_charts,
    read_configuration,
    read_numbers,
    read_order_events,
    read_orders,
    read_state,
    read_texts,
    read_trades,
)
from leanrig.errors import BadInput, Missing
from leanrig.model.result import DataRequests, Result

__all__ = ["Result", "parse_result", "read_result"]

_NOT_RESULTS = re.compile(
    r"(-summary|-order-events|-alpha-results|_(minute|10minute|second)_.*)\.json$|^data-monitor-report-|^(run|facts|config)\.json$"
)
_PARTS = {"charts", "orders", "statistics", "state", "totalPerformance"}
_HASH = re.compile(r"STATISTICS:: OrderListHash\s+(\S+)")


def read_result(folder: Path, *, algorithm_id: str | None = None) -> Result:
    """Return what lies in a result folder; a run that left no JSON gives a result that says so.

    Raises
    ------
    Missing
        If the folder is not there, or holds nothing that a run of Lean leaves.
    BadInput
        If a file other than the result itself cannot be read.
    """
    if not folder.is_dir():
        raise Missing("there is no such result folder", where=str(folder), cure="leanrig backtest PROJECT")
    main = _main_file(folder, algorithm_id)
    raw, torn = _load_main(main)
    stem = main.stem if main else algorithm_id or _stem_of_others(folder)
    files = _files(folder, stem, main if raw is not None else None)
    if main is None and not {"log", "engine_log", "failed requests", "console"} & set(files) | _records(folder):
        raise Missing(
            "nothing here was left by a run of Lean",
            where=str(folder),
            cure="give the folder that holds <id>.json and log.txt",
        )
    return parse_result(
        raw,
        folder=folder,
        algorithm_id=stem,
        torn=torn,
        events=_load_events(files.get("order events"), is_whole=raw is not None and not _is_running(raw)),
        log=_lines(files.get("log")),
        engine_log=_lines(files.get("engine_log")),
        console=_lines(files.get("console")),
        requests=DataRequests(
            _requests(folder, "succeeded"), _requests(folder, "failed"), _failed_count(files.get("data monitor"))
        ),
        files=files,
    )


def parse_result(
    raw: Mapping[str, Any] | None,
    *,
    folder: Path = Path(),
    algorithm_id: str = "",
    torn: bool = False,
    events: Any = None,
    log: Iterable[str] = (),
    engine_log: Iterable[str] = (),
    console: Iterable[str] = (),
    requests: DataRequests | None = None,
    files: Mapping[str, Path] | None = None,
) -> Result:
    """Return the result in Lean's JSON objects, of whichever generation; `raw` is None where no file is there."""
    found = as_fields(raw)
    performance = as_fields(found.get("totalPerformance"))
    server = as_mapping(found.get("serverStatistics"))
    engine_lines = tuple(engine_log)
    return Result(
        folder=folder,
        algorithm_id=algorithm_id,
        has_json=raw is not None,
        torn=torn,
        state=read_state(found.get("state")),
        configuration=read_configuration(found.get("algorithmConfiguration")),
        statistics=read_texts(found.get("statistics")),
        runtime_statistics=read_texts(found.get("runtimeStatistics")),
        portfolio=read_numbers(performance.get("portfolioStatistics")),
        trade_statistics=read_texts(as_fields(performance.get("tradeStatistics"))),
        orders=read_orders(found.get("orders"), read_order_events(events)),
        trades=read_trades(performance.get("closedTrades")),
        charts=read_charts(found.get("charts")),
        analysis=read_analysis(found.get("analysis")),
        requests=requests or DataRequests(),
        log=tuple(log),
        engine_log=engine_lines,
        console=tuple(console),
        lean_version=_text(server.get("LEAN Version")),
        engine=_text(server.get("Engine")),
        order_list_hash=next((match[1] for line in engine_lines if (match := _HASH.search(line))), ""),
        files=files or {},
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _main_file(folder: Path, algorithm_id: str | None) -> Path | None:
    """Find `<id>.json`: by the given id, by the id in the Lean CLI's `config`, or as the only file that is a result."""
    wanted = algorithm_id or _cli_id(folder)
    if wanted is not None and (folder / f"{wanted}.json").is_file():
        return folder / f"{wanted}.json"
    found = [path for path in sorted(folder.glob("*.json")) if not _NOT_RESULTS.search(path.name)]
    with_company = [path for path in found if (folder / f"{path.stem}-summary.json").exists()]
    with_company = with_company or [path for path in found if (folder / f"{path.stem}-log.txt").exists()]
    candidates = with_company or [path for path in found if _is_result(path)]
    if len(candidates) > 1:
        raise BadInput(
            f"the folder holds {len(candidates)} results: {', '.join(path.stem for path in candidates)}",
            where=str(folder),
            cure="keep each run in a folder of its own",
        )
    return candidates[0] if candidates else None


def _records(folder: Path) -> set[str]:
    """Return leanrig's own record of a run: there before the engine starts, and all that is left if it dies at once."""
    return {name for name in ("run.json",) if (folder / name).is_file()}


def _cli_id(folder: Path) -> str | None:
    path = folder / "config"
    if not path.is_file():
        return None
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig")).get("id")
    except (ValueError, AttributeError):
        return None
    return None if value is None else str(value)


def _is_result(path: Path) -> bool:
    """Tell a result from other JSON; one that is cut off still starts like one."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        return len(_PARTS & set(as_fields(json.loads(text)))) >= 2
    except (ValueError, AttributeError):
        return re.match(r'\s*\{\s*"(rollingWindow|RollingWindow|charts|Charts)"', text) is not None


def _load_main(path: Path | None) -> tuple[dict[str, Any] | None, bool]:
    if path is None:
        return None, False
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        return None, True
    return (raw, False) if isinstance(raw, dict) else (None, True)


def _stem_of_others(folder: Path) -> str:
    for ending in ("-log.txt", "-order-events.json", "-summary.json"):
        for path in sorted(folder.glob(f"*{ending}")):
            return path.name.removesuffix(ending)
    return folder.name


def _files(folder: Path, stem: str, main: Path | None) -> dict[str, Path]:
    """Return the files that parts are read from, by what they hold."""
    names = {
        "order events": f"{stem}-order-events.json",
        "log": f"{stem}-log.txt",
        "engine_log": "log.txt",
        "summary": f"{stem}-summary.json",
    }
    files = {role: folder / name for role, name in names.items() if (folder / name).is_file()}
    for role, pattern in (
        ("console", "*console.txt"),
        ("failed requests", "failed-data-requests-*.txt"),
        ("succeeded requests", "succeeded-data-requests-*.txt"),
        ("data monitor", "data-monitor-report-*.json"),
    ):
        found = sorted(folder.glob(pattern))
        if found:
            files[role] = found[-1]
    return ({"result": main} if main else {}) | files


def _load_events(path: Path | None, *, is_whole: bool) -> Any:
    """Return the order events; of a run that was killed while it wrote them, none."""
    if path is None:
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        if not is_whole:
            return None
        raise BadInput(
            "the file of order events cannot be read", where=f"{path}: {error}", cure="run the backtest again"
        ) from None


def _is_running(raw: Mapping[str, Any]) -> bool:
    return read_state(as_fields(raw).get("state")).status == "Running"


def _failed_count(path: Path | None) -> int | None:
    """Return how many requests the data monitor saw fail; its report is small and may be cut off like any other."""
    try:
        return int(json.loads(path.read_text(encoding="utf-8-sig"))["failed-data-requests-count"]) if path else None
    except (ValueError, KeyError, TypeError):
        return None


def _lines(path: Path | None) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8-sig", errors="replace").splitlines()) if path else ()


def _requests(folder: Path, kind: str) -> tuple[str, ...] | None:
    """Return the lists of one kind, joined; None where there is no file."""
    paths = sorted(folder.glob(f"{kind}-data-requests-*.txt"))
    if not paths:
        return None
    found = {line.strip().lstrip("/") for path in paths for line in _lines(path) if line.strip()}
    return tuple(sorted(found))
