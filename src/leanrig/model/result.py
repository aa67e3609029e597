"""What a backtest left behind, whichever Lean wrote it: orders, trades, charts, statistics, state, log, data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

__all__ = [
    "Analysis",
    "Chart",
    "ClosedTrade",
    "Configuration",
    "DataRequests",
    "Order",
    "OrderEvent",
    "Result",
    "Series",
    "State",
]


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart.

    `times` are Unix seconds, `values` the points (a candle's close; NaN where Lean wrote null) and `candles` open,
    high, low, close where the series has them.
    """

    name: str
    unit: str
    kind: str
    times: tuple[int, ...]
    values: tuple[float, ...]
    candles: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart by its name, with its series by theirs."""

    name: str
    series: Mapping[str, Series]


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """One thing that happened to an order; `status` in Lean's words, such as `submitted`, `filled` or `invalid`."""

    order_id: int
    number: int
    time: datetime
    status: str
    fill_price: float
    fill_quantity: float
    fee: float
    fee_currency: str
    message: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its events.

    `quantity` is signed, `kind` and `status` are snake-case words. `last_price` is what the algorithm saw when it sent
    the order, NaN in files of before Lean wrote it. `trailing_amount` is a price or, `trailing_as_percentage`, a
    fraction of it. `time_in_force` is in snake-case words with its last moment, where it has one; empty where the file
    does not say it. `fees` go by currency.
    """

    id: int
    symbol: str
    symbol_id: str
    security_type: str
    kind: str
    status: str
    quantity: float
    price: float
    currency: str
    created: datetime | None
    filled: datetime | None
    cancelled: datetime | None
    tag: str
    last_price: float
    limit_price: float | None
    stop_price: float | None
    events: tuple[OrderEvent, ...] = ()
    trigger_price: float | None = None
    trailing_amount: float | None = None
    trailing_as_percentage: bool | None = None
    time_in_force: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether Lean or its broker model would not take the order."""
        return self.status == "invalid"

    @property
    def fills(self) -> tuple[OrderEvent, ...]:
        """The events that changed the holdings."""
        return tuple(event for event in self.events if event.fill_quantity)

    @property
    def filled_quantity(self) -> float:
        """What was filled, signed; from the status where the events are not there."""
        if self.events:
            return sum(event.fill_quantity for event in self.fills)
        return self.quantity if self.status == "filled" else 0.0

    @property
    def fill_price(self) -> float | None:
        """Mean price of the fills."""
        filled = sum(event.fill_quantity for event in self.fills)
        if filled:
            return sum(event.fill_price * event.fill_quantity for event in self.fills) / filled
        return self.price if not self.events and self.status == "filled" else None

    @property
    def fees(self) -> dict[str, float]:
        """Fees by currency."""
        total: dict[str, float] = {}
        for event in self.events:
            if event.fee:
                total[event.fee_currency] = total.get(event.fee_currency, 0.0) + event.fee
        return total

    @property
    def refusal(self) -> str:
        """What Lean said when it refused the order."""
        return next((event.message for event in reversed(self.events) if event.status == "invalid"), "")


@dataclass(frozen=True, slots=True)
class ClosedTrade:
    """In and out again; `mae` and `mfe` are the worst and the best it stood at, in account currency."""

    symbols: tuple[str, ...]
    is_long: bool
    quantity: float
    entered: datetime
    entry_price: float
    exited: datetime
    exit_price: float
    profit: float
    fees: float
    mae: float
    mfe: float
    duration: timedelta
    order_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the algorithm asked for; the module that did not load has none."""

    name: str
    currency: str
    brokerage: int | None
    account_type: int | None
    parameters: Mapping[str, str]
    start: datetime | None
    end: datetime | None
    days_per_year: int | None


@dataclass(frozen=True, slots=True)
class State:
    """How the run ended in Lean's own words. `Completed` is not success."""

    status: str = ""
    runtime_error: str = ""
    stack_trace: str = ""
    started: datetime | None = None
    ended: datetime | None = None
    order_count: int | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """One remark of Lean's own diagnosis."""

    name: str
    issue: str
    sample: str
    solutions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataRequests:
    """Data files that were opened and asked for in vain; None where the run left no list.

    `failed_count` is what Lean's data monitor counted; None where it left no report.
    """

    succeeded: tuple[str, ...] | None = None
    failed: tuple[str, ...] | None = None
    failed_count: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Everything read from one result folder.

    `has_json` is false where the engine left no result file, `torn` where the one it left is cut off. `files` says
    which file each part was read from. `portfolio` holds Lean's plain figures (fractions), `statistics` its texts.
    `engine` is empty for Lean itself: only other engines name themselves.
    """

    folder: Path
    algorithm_id: str
    has_json: bool
    torn: bool = False
    state: State = field(default_factory=State)
    configuration: Configuration | None = None
    statistics: Mapping[str, str] = field(default_factory=dict)
    runtime_statistics: Mapping[str, str] = field(default_factory=dict)
    portfolio: Mapping[str, float] = field(default_factory=dict)
    trade_statistics: Mapping[str, str] = field(default_factory=dict)
    orders: tuple[Order, ...] = ()
    trades: tuple[ClosedTrade, ...] = ()
    charts: Mapping[str, Chart] = field(default_factory=dict)
    analysis: tuple[Analysis, ...] = ()
    requests: DataRequests = field(default_factory=DataRequests)
    log: tuple[str, ...] = ()
    engine_log: tuple[str, ...] = ()
    console: tuple[str, ...] = ()
    lean_version: str = ""
    engine: str = ""
    order_list_hash: str = ""
    files: Mapping[str, Path] = field(default_factory=dict)

    def series(self, chart: str, *names: str) -> Series | None:
        """Return the first of the named series that the chart has."""
        there = self.charts[chart].series if chart in self.charts else {}
        return next((there[name] for name in names if name in there and there[name].times), None)

    @property
    def status(self) -> str:
        """How the run ended in Lean's own word."""
        return self.state.status

    @property
    def start(self) -> datetime | None:
        """The first day that the algorithm asked for."""
        return self.configuration.start if self.configuration else None

    @property
    def end(self) -> datetime | None:
        """The end of the last day that the algorithm asked for."""
        return self.configuration.end if self.configuration else None

    @property
    def equity(self) -> Series | None:
        """Account value at every sample."""
        return self.series("Strategy Equity", "Equity")

    @property
    def daily_returns(self) -> Series | None:
        """Change of the account a calendar day, in per cent."""
        return self.series("Strategy Equity", "Return", "Daily Performance")

    @property
    def benchmark(self) -> Series | None:
        """The benchmark's value a calendar day; all zero where Lean had no data for it."""
        return self.series("Benchmark", "Benchmark")

    @property
    def drawdown(self) -> Series | None:
        """Fall from the peak in per cent, as Lean drew it."""
        return self.series("Drawdown", "Equity Drawdown")
