"""Runs made by hand: results of a few days whose figures can be worked out on paper."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leanrig.model.result import Analysis, Chart, ClosedTrade, Configuration, Order, OrderEvent, Result, Series
from leanrig.model.verdict import Judgement, Reason, Verdict
from leanrig.report.cite.citable import CitableTable
from leanrig.report.cite.table import citable_of
from leanrig.report.facts import gather
from leanrig.report.inputs import InputFile, Origin, PriceLine, ReportInputs, SignalRow

START = datetime(2020, 1, 1, 5, tzinfo=UTC)


def midnight(day: int) -> int:
    """Return the sample's time that ends day number `day` (0 is the start itself)."""
    return int((START + timedelta(days=day)).timestamp())


def result_of(
    equity: Sequence[float],
    *,
    benchmark: Sequence[float] = (),
    trades: Sequence[ClosedTrade] = (),
    orders: Sequence[Order] = (),
    statistics: Mapping[str, str] | None = None,
    runtime: Mapping[str, str] | None = None,
    analysis: Sequence[Analysis] = (),
) -> Result:
    """Return a result with one sample a day."""
    times = tuple(midnight(day) for day in range(len(equity)))
    charts = {"Strategy Equity": _chart("Strategy Equity", "Equity", times, equity)} if equity else {}
    if benchmark:
        charts["Benchmark"] = _chart("Benchmark", "Benchmark", times, benchmark)
    return Result(
        folder=Path("made"),
        algorithm_id="made",
        has_json=True,
        configuration=Configuration("made", "USD", None, None, {}, START, START + timedelta(days=len(equity)), 252),
        statistics=statistics or {},
        runtime_statistics=runtime or {},
        orders=tuple(orders),
        trades=tuple(trades),
        charts=charts,
        analysis=tuple(analysis),
        files={"result": Path("made/made.json")},
    )


def inputs_of(
    result: Result,
    *,
    judgement: Judgement = Judgement.GOOD,
    signals: Sequence[SignalRow] = (),
    closes: Sequence[float] = (),
    origins: Sequence[Origin] = (),
    benchmark: str = "SPY",
) -> ReportInputs:
    """Return inputs around a result; `closes` are the prices at the ends of the days."""
    times = tuple(midnight(day) for day in range(len(closes)))
    return ReportInputs(
        result=result,
        verdict=Verdict(judgement, () if judgement is Judgement.GOOD else (Reason(judgement, "It is so."),)),
        made_at=START + timedelta(days=900),
        command="leanrig report made",
        symbols=("AAPL",),
        benchmark=benchmark,
        origins=tuple(origins),
        signals={"AAPL": tuple(signals)} if signals else {},
        prices={"AAPL": PriceLine(times, tuple(closes), "data/AAPL/daily")} if closes else {},
        files=(InputFile("storage/signals/made/aapl.csv", "5" * 64),),
        result_files={"made.json": "a" * 64},
    )


def table_of(inputs: ReportInputs) -> CitableTable:
    """Return all facts of the inputs."""
    return citable_of(inputs, gather(inputs))


def row(day: float, regime: str, *, confidence: float = 0.9, strength: float = 0.5) -> SignalRow:
    """Return a row that may be acted on from the end of a day on."""
    return SignalRow(START + timedelta(days=day), regime, confidence, strength)


def trade(profit: float, *, day: int = 0, held: float = 1.0, fees: float = 0.0) -> ClosedTrade:
    """Return a closed trade entered on a day; the profit is before fees."""
    entered = START + timedelta(days=day)
    exited = entered + timedelta(days=held)
    return ClosedTrade(
        ("AAPL",), True, 1.0, entered, 10.0, exited, 10.0 + profit, profit, fees, 0.0, 0.0, exited - entered, (1, 2)
    )


def order(
    number: int, quantity: float, price: float, *, fee: float = 0.0, seen: float = float("nan"), status: str = "filled"
) -> Order:
    """Return an order, filled whole at its price or refused."""
    moment = START + timedelta(days=number)
    is_filled = status == "filled"
    event = OrderEvent(
        number, 1, moment, status, price if is_filled else 0.0, quantity if is_filled else 0.0, fee, "USD", ""
    )
    return Order(
        id=number, symbol="AAPL", symbol_id="AAPL", security_type="equity", kind="market", status=status,
        quantity=quantity, price=price, currency="USD", created=moment, filled=moment if is_filled else None,
        cancelled=None, tag="", last_price=seen, limit_price=None, stop_price=None, events=(event,),
    )  # fmt: skip


def _chart(name: str, series: str, times: tuple[int, ...], values: Sequence[float]) -> Chart:
    return Chart(name, {series: Series(series, "$", "line", times, tuple(float(value) for value in values))})
