"""Judges a run from its files: Lean says `Completed` of runs without data, of refusals and of bankruptcy too. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from leanrig.backtest.stops import stopped_after
from leanrig.model.result import Order, Result
from leanrig.model.verdict import Judgement, Reason, Verdict

__all__ = ["judge"]

# Trading days between the last sample and the end date that a long weekend explains.
_DAYS_OF_GRACE = 3
_NOT_TRADED = ("alternative/interest-rate/", "/map_files/", "/factor_files/", "equity/usa/daily/spy.zip")
_PRICE_FILE = re.compile(r"/(daily|hour|minute|second|tick)/")
_PLACES = (
    re.compile(r"in (?P<file>[^\s/\\]+\.py): line (?P<line>\d+)"),
    re.compile(r"\((?P<file>[^\s()/\\]+\.py), line (?P<line>\d+)\)"),
)
_ERROR = re.compile(r"[A-Za-z_.]+(Error|Exception|Interrupt|Exit)\b")
_FALSE_TICKERS = re.compile(r"(?P<symbol>\S+) .*not found in portfolio\. Request this data")


def judge(result: Result) -> Verdict:
    """Return the verdict on a run; its reasons come in order of gravity, each with what to do about it."""
    rules: tuple[Callable[[Result], Iterator[Reason]], ...] = (
        _crashed,
        _stopped,
        _unfinished,
        _failed,
        _without_data,
        _bankrupt,
        _refused,
        _cut_short,
        _without_orders,
        _missing_data,
    )
    reasons: list[Reason] = []
    for rule in rules:
        reasons.extend(rule(result))
        if reasons and reasons[0].judgement in _FINAL:
            break
    order = list(Judgement)
    reasons.sort(key=lambda reason: order.index(reason.judgement))
    return Verdict(reasons[0].judgement if reasons else Judgement.GOOD, tuple(reasons))


# After one of these nothing else in the files can be trusted to mean what it says.
_FINAL = {Judgement.CRASHED, Judgement.INITIALIZE_ERROR}


def _crashed(result: Result) -> Iterator[Reason]:
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


def _stopped(result: Result) -> Iterator[Reason]:
    """Lean that is asked to stop writes all its files, and they say `Completed`."""
    limit = stopped_after(result.console)
    status = result.state.status
    if not result.has_json or not (status == "Stopped" or (limit is not None and _ends_early(result))):
        return
    values = _dated(_last_sample(result)) or {"last": "its start"}
    until = "its files hold what it had until {last}."
    if limit is None:
        text, cure = f"The run was stopped from outside: {until}", "run the backtest again"
    else:
        text = f"The run was stopped at its time limit of {{limit}} seconds: {until}"
        cure, values = "give it more time (--time-limit), or a shorter span", {"limit": limit} | values
    yield Reason(Judgement.UNFINISHED, text, cure, values)


def _unfinished(result: Result) -> Iterator[Reason]:
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
            _dated(_last_sample(result)) or {"last": "its start"},
            quote=own[0],
        )
    else:
        yield Reason(
            Judgement.UNFINISHED,
            "The run was killed on its way: its files still say Running, and hold what it had until {last}.",
            "run the backtest again",
            _dated(_last_sample(result)) or {"last": "its start"},
        )


def _failed(result: Result) -> Iterator[Reason]:
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
            quote=_shortened(text),
        )
    elif "on a single time loop" in text:
        yield Reason(
            Judgement.RUNTIME_ERROR,
            "The algorithm did not come back from one time step, and was stopped.",
            "look for an endless loop, or for heavy work that could be done once",
            quote=_shortened(text),
        )
    else:
        last = _last_sample(result)
        until = " on {last}" if last else ""
        yield Reason(
            Judgement.RUNTIME_ERROR,
            f"The algorithm raised an error{where}{until}.",
            "mend the line that the message names; figures below end there",
            place | _dated(last),
            quote=_shortened(text),
        )


def _without_data(result: Result) -> Iterator[Reason]:
    if result.state.status != "Completed" or result.orders:
        return
    failed = [
        path for path in result.requests.failed or () if _PRICE_FILE.search(path) and _is_asked_by_algorithm(path)
    ]
    got = [path for path in result.requests.succeeded or () if _PRICE_FILE.search(path)]
    equity = result.equity
    if (
        (failed or equity is None or len(equity.times) <= 1)
        and not got
        and result.requests.failed is not None
        and failed
    ):
        yield Reason(
            Judgement.NO_DATA,
            "No price came to the algorithm: {first} is not in the data folder.",
            "fetch the symbol's data (leanrig fetch SYMBOL), or point --data at the folder that has it",
            {"first": failed[0]},
        )


def _bankrupt(result: Result) -> Iterator[Reason]:
    equity = result.equity
    if equity is not None and min(equity.values) <= 0:
        when = next(time for time, value in zip(equity.times, equity.values, strict=True) if value <= 0)
        yield Reason(
            Judgement.BANKRUPT,
            "The account fell to {value} on {when}, and Lean stopped there.",
            "size positions so that a gap cannot take more than the account holds",
            {"value": round(min(equity.values), 2), "when": datetime.fromtimestamp(when, UTC)},
        )


def _refused(result: Result) -> Iterator[Reason]:
    refused = [order for order in result.orders if order.is_refused]
    if not refused:
        return
    by_message = Counter(_kind_of(order) for order in refused)
    first = next(order for order in refused if _kind_of(order) == by_message.most_common(1)[0][0])
    values = {"refused": len(refused), "orders": len(result.orders)}
    if len(refused) == len(result.orders):
        judgement, text = Judgement.ALL_REFUSED, "Every order was refused: {refused} of {orders}."
    else:
        judgement, text = Judgement.SOME_REFUSED, "{refused} of {orders} orders were refused."
    yield Reason(judgement, text, _cure_of_refusal(first.refusal), values, quote=_shortened(first.refusal))


def _cut_short(result: Result) -> Iterator[Reason]:
    end = result.configuration.end if result.configuration else None
    last = _last_sample(result)
    if result.state.status != "Completed" or last is None or stopped_after(result.console) is not None:
        return
    stopped = next((line for line in result.log if "Quit():" in line), "")
    if not stopped and (end is None or _weekdays_between(last, end) <= _DAYS_OF_GRACE):
        return
    if result.equity is not None and min(result.equity.values) <= 0:
        return  # bankruptcy says it already
    values: dict[str, float | str | datetime] = {"last": last}
    asked = ""
    if end is not None and end.date() > last.date():
        values["end"], asked = end, " instead of {end}"
    yield Reason(
        Judgement.CUT_SHORT,
        f"The algorithm stopped itself: the run ends on {{last}}{asked}."
        if stopped
        else f"The run ends on {{last}}{asked}.",
        "see why it called quit()" if stopped else "fetch data up to the end date, or end the backtest where data ends",
        values,
        quote=stopped,
    )


def _without_orders(result: Result) -> Iterator[Reason]:
    if result.state.status != "Completed" or result.orders or result.statistics.get("Total Orders", "0") != "0":
        return
    said = next((line for line in (*result.log, *result.engine_log) if _FALSE_TICKERS.search(line)), "")
    early = next((line for line in result.log if "does not have an accurate price" in line), "")
    absent = [] if said or early else _absent_prices(result)
    if absent:
        yield Reason(
            Judgement.NO_ORDERS,
            "The algorithm sent no order, and {missing} price files it asked for were not there, such as {first}."
            if len(absent) > 1
            else "The algorithm sent no order, and a price file it asked for was not there: {first}.",
            "fetch the missing data first (leanrig fetch SYMBOL), then look at the algorithm's conditions",
            {"missing": len(absent), "first": absent[0]} if len(absent) > 1 else {"first": absent[0]},
        )
        return
    if said:
        cure = "add the symbol in initialize before trading it"
    elif early:
        cure = "wait for the first bar, or set self.settings.seed_initial_prices = True"
    else:
        cure = (
            "check its conditions, its warm-up and its signals: Lean is silent about a custom-data file that is missing"
        )
    yield Reason(Judgement.NO_ORDERS, "The algorithm sent no order.", cure, quote=said or early)


def _missing_data(result: Result) -> Iterator[Reason]:
    opened = {symbol: _resolutions_opened(result, symbol) for symbol in {order.symbol for order in result.orders}}
    there = frozenset(result.requests.succeeded or ())
    failed = [
        path
        for path in result.requests.failed or ()
        if (match := _PRICE_FILE.search(path))
        and _is_asked_by_algorithm(path)
        and not _is_quote_beside_trades(path, there)
        and any(_is_of(path, symbol) and (not some or match[1] in some) for symbol, some in opened.items())
    ]
    if failed:
        yield Reason(
            Judgement.MISSING_DATA,
            "{missing} data files of traded symbols were not there, such as {first}."
            if len(failed) > 1
            else "A data file of a traded symbol was not there: {first}.",
            "fetch them, or check that the market was closed then; Lean fills the gap with the last price",
            {"missing": len(failed), "first": failed[0]} if len(failed) > 1 else {"first": failed[0]},
        )


def _ends_early(result: Result) -> bool:
    end = result.configuration.end if result.configuration else None
    last = _last_sample(result)
    return result.state.status == "Running" or (
        result.state.status == "Completed"
        and (end is None or last is None or _weekdays_between(last, end) > _DAYS_OF_GRACE)
    )


def _lacks_its_end(result: Result) -> bool:
    """Only for files of Lean's launcher: older ones, and the cloud's, may lack the configuration and be whole."""
    return "engine_log" in result.files and result.configuration is None and not result.statistics


def _is_quote_beside_trades(path: str, there: frozenset[str]) -> bool:
    """Lean asks for quotes wherever it asks for trades, and fills from trades where a vendor has no quotes."""
    return path.endswith("_quote.zip") and path.replace("_quote.zip", "_trade.zip") in there


def _absent_prices(result: Result) -> list[str]:
    """Return the price files asked for in vain, but for those that another resolution of the symbol stands for."""
    there = frozenset(result.requests.succeeded or ())
    opened = {_symbol_and_resolution(path) for path in there}
    symbols = {symbol for symbol, _ in opened}
    return [
        path
        for path in result.requests.failed or ()
        if _PRICE_FILE.search(path)
        and _is_asked_by_algorithm(path)
        and not _is_quote_beside_trades(path, there)
        and (_symbol_and_resolution(path)[0] not in symbols or _symbol_and_resolution(path) in opened)
    ]


def _symbol_and_resolution(path: str) -> tuple[str, str]:
    """Return the symbol and the resolution that a path names, such as `equity/usa/daily/aapl.zip`."""
    match = _PRICE_FILE.search(path)
    name = path[match.end() :].partition("/")[0] if match else ""
    return re.sub(r"(_trade|_quote)?\.zip$", "", name), match[1] if match else ""


def _resolutions_opened(result: Result, symbol: str) -> set[str]:
    """Return the resolutions of which a file of the symbol was there.

    Where prices are seeded, Lean looks for minutes first and goes on to days: none of them is missed if none is there.
    """
    paths = result.requests.succeeded or ()
    return {match[1] for path in paths if _is_of(path, symbol) and (match := _PRICE_FILE.search(path))}


def _own_error(result: Result) -> list[str]:
    """Return the last line of a Python traceback that the process ended with, as the embedded engine's would."""
    lines = [line for line in result.console if line.strip()]
    ended = any(line.startswith("Traceback (most recent call last)") for line in lines) and _ERROR.match(lines[-1])
    return lines[-1:] if ended else []


def _is_asked_by_algorithm(path: str) -> bool:
    """Lean itself asks for rates, for factor and map files and, at the end, for SPY; none of them is a traded price."""
    return not any(part in path for part in _NOT_TRADED)


def _is_of(path: str, symbol: str) -> bool:
    return re.search(rf"/{re.escape(symbol.lower())}(/|\.zip$|_)", path) is not None


def _kind_of(order: Order) -> str:
    """Make messages alike that differ in their numbers only."""
    return re.sub(r"[\d.,]+", "#", order.refusal)


def _cure_of_refusal(message: str) -> str:
    if "submission time is invalid" in message:
        return "send orders at the open five minutes before it: the broker takes them only in its window"
    if "cross the zero holdings" in message:
        return "make a reversal two orders: close at the open, enter when that has filled"
    if "buying power" in message.lower():
        return "order less: leave room for fees and for the price to move before the fill"
    return "see the broker model's message; choose another order type or brokerage where it has none of it"


def _cure_of_start(text: str) -> str:
    if "market-hours-database" in text or "symbol-properties-database" in text:
        return "lay the file into the data folder: leanrig fetch makes one where there is none"
    if "No module named" in text:
        return "copy the module beside main.py, or take the import out"
    if "inherits from QCAlgorithm" in text:
        return "give the file exactly one class that inherits from QCAlgorithm"
    return "mend what the message names, then run the backtest again"


def _place(text: str) -> tuple[dict[str, float | str | datetime], str]:
    """Return the last file and line that an error names, and the words that show them."""
    for pattern in _PLACES:
        found = list(pattern.finditer(text))
        if found:
            return {"file": found[-1]["file"], "line": found[-1]["line"]}, " in {file}, line {line}"
    return {}, ""


def _colon(where: str) -> str:
    return where.replace(" in ", ": ", 1)


def _shortened(text: str) -> str:
    return text.partition(" Stack Trace: ")[0].strip()


def _last_sample(result: Result) -> datetime | None:
    """Return the moment of the last equity sample; one at midnight tells of the day before."""
    equity = result.equity
    return datetime.fromtimestamp(equity.times[-1], UTC) if equity is not None else None


def _dated(last: datetime | None) -> dict[str, float | str | datetime]:
    return {"last": last} if last else {}


def _weekdays_between(last: datetime, end: datetime) -> int:
    days = (end.date() - last.date()).days
    return sum((last.date() + timedelta(days=number)).weekday() < 5 for number in range(1, days + 1))
