"""The verdict's rules on how a run ended: crashed, stopped, killed on its way, failed. Pure."""

import re
from collections.abc import Iterator
from datetime import datetime

from leanrig.backtest.stops import stopped_after
from leanrig.backtest.verdict_samples import dated, ends_early, last_sample, shortened
from leanrig.model.result import Result
from leanrig.model.verdict import Judgement, Reason

__all__ = ["crashed", "failed", "stopped", "unfinished"]

_PLACES = (
    re.compile(r"in (?P<file>[^\s/\\]+\.py): line (?P<line>\d+)"),
    re.compile(r"\((?P<file>[^\s()/\\]+\.py), line (?P<line>\d+)\)"),
)
_ERROR = re.compile(r"[A-Za-z_.]+(Error|Exception|Interrupt|Exit)\b")


def crashed(result: Result) -> Iterator[Reason]:
    """Tell a run that left no result, by what it did leave."""
    if result.has_json:
        return
    unhandled = [line for line in result.console if line.startswith("Unhandled exception")] or _own_error(result)
    stuck = [line for line in result.engine_log if "CurrentTimeStepElapsed" in line]
    limit = stopped_after(result.console)
    if limit is not None and not stuck and not unhandled:
        yield Reason(
            Judgement.UNFINISHED,
            "The run was stopped at its time limit of {limit} seconds, before it had written a result.",
            "give it more time (--time-limit), or a shorter span",
            {"limit": limit},
        )
    elif result.torn:
        yield Reason(
            Judgement.CRASHED,
            "The result file is cut off: the run was stopped while it was being written.",
            "run the backtest again; check free disk space if it happens twice",
        )
    elif unhandled:
        yield Reason(
            Judgement.CRASHED,
            "The engine's process died without a result.",
            "mend what the message names; object_store.read_json without a type is a known cause (use json.loads)",
            quote=unhandled[0],
        )
    elif stuck:
        yield Reason(
            Judgement.CRASHED,
            "The engine hung in one time step until it was stopped, and left no result.",
            "run it again with a time limit; many custom-data subscriptions are a known cause (read signals through the"
            " Object Store instead)",
            quote=stuck[-1],
        )
    else:
        yield Reason(
            Judgement.CRASHED,
            "The engine left no result file: it crashed or was killed before it could write one.",
            "look at the end of log.txt and at what the console showed, then run it again",
            quote=result.engine_log[-1] if result.engine_log else "",
        )


def stopped(result: Result) -> Iterator[Reason]:
    """Lean that is asked to stop writes all its files, and they say `Completed`."""
    limit = stopped_after(result.console)
    status = result.state.status
    is_cut = status == "Running" or (status == "Completed" and (ends_early(result) or last_sample(result) is None))
    if not result.has_json or not (status == "Stopped" or (limit is not None and is_cut)):
        return
    values = dated(last_sample(result)) or {"last": "its start"}
    until = "its files hold what it had until {last}."
    if limit is None:
        text, cure = f"The run was stopped from outside: {until}", "run the backtest again"
    else:
        text = f"The run was stopped at its time limit of {{limit}} seconds: {until}"
        cure, values = "give it more time (--time-limit), or a shorter span", {"limit": limit} | values
    yield Reason(Judgement.UNFINISHED, text, cure, values)


def unfinished(result: Result) -> Iterator[Reason]:
    """Tell a run that was killed, and a result that lacks what Lean writes at the end."""
    if not result.has_json or stopped_after(result.console) is not None:
        return
    if result.state.status == "Completed" and _lacks_its_end(result):
        yield Reason(
            Judgement.UNFINISHED,
            "The files say Completed but lack what Lean writes at the end: its configuration and its statistics.",
            "run the backtest again",
        )
    if result.state.status != "Running":
        return
    own = _own_error(result)
    if own:
        yield Reason(
            Judgement.CRASHED,
            "The engine failed on its way: its files hold what it had until {last}.",
            "run it again; if it happens twice, report it with console.txt of the run's folder",
            dated(last_sample(result)) or {"last": "its start"},
            quote=own[0],
        )
    else:
        yield Reason(
            Judgement.UNFINISHED,
            "The run was killed on its way: its files still say Running, and hold what it had until {last}.",
            "run the backtest again",
            dated(last_sample(result)) or {"last": "its start"},
        )


def failed(result: Result) -> Iterator[Reason]:
    """Tell an error of the algorithm, in loading, in initialize or later."""
    error = result.state.runtime_error.strip()
    if not result.has_json or (not error and result.state.status in {"Completed", "Running", "Stopped"}):
        return
    text = error or result.state.stack_trace
    place, where = _place(text)
    if result.series("Strategy Equity", "Equity") is None:
        yield Reason(
            Judgement.INITIALIZE_ERROR,
            f"The algorithm did not load{_colon(where)}."
            if "Unable to import" in text
            else f"The algorithm failed in initialize{_colon(where)}.",
            _cure_of_start(text),
            place,
            quote=shortened(text),
        )
    elif "on a single time loop" in text:
        yield Reason(
            Judgement.RUNTIME_ERROR,
            "The algorithm did not come back from one time step, and was stopped.",
            "look for an endless loop, or for heavy work that could be done once",
            quote=shortened(text),
        )
    else:
        last = last_sample(result)
        until = " on {last}" if last else ""
        yield Reason(
            Judgement.RUNTIME_ERROR,
            f"The algorithm raised an error{where}{until}.",
            "mend the line that the message names; figures below end there",
            place | dated(last),
            quote=shortened(text),
        )


def _own_error(result: Result) -> list[str]:
    """Return the last line of a Python traceback that the process ended with, as the embedded engine's would."""
    lines = [line for line in result.console if line.strip()]
    ended = any(line.startswith("Traceback (most recent call last)") for line in lines) and _ERROR.match(lines[-1])
    return lines[-1:] if ended else []


def _lacks_its_end(result: Result) -> bool:
    """Only for files of Lean's launcher: older ones, and the cloud's, may lack the configuration and be whole."""
    return "engine_log" in result.files and result.configuration is None and not result.statistics


def _place(text: str) -> tuple[dict[str, float | str | datetime], str]:
    """Return the last file and line that an error names, and the words that show them."""
    for pattern in _PLACES:
        found = list(pattern.finditer(text))
        if found:
            return {"file": found[-1]["file"], "line": found[-1]["line"]}, " in {file}, line {line}"
    return {}, ""


def _colon(where: str) -> str:
    return where.replace(" in ", ": ", 1)


def _cure_of_start(text: str) -> str:
    if "market-hours-database" in text or "symbol-properties-database" in text:
        return "lay the file into the data folder: leanrig fetch makes one where there is none"
    if "No module named" in text:
        return "copy the module beside main.py, or take the import out"
    if "inherits from QCAlgorithm" in text:
        return "give the file exactly one class that inherits from QCAlgorithm"
    return "mend what the message names, then run the backtest again"
