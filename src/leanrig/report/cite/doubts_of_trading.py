"""Doubts about costs and about what the run has lived through: thin profit, thin regimes, a short sample. Pure."""

from collections.abc import Iterator

from leanrig.report.cite.doubt import Case, Doubt
from leanrig.report.tags import ahead_of_their_row

__all__ = ["doubts_of_trading"]

_THIN_EDGE = 20.0
_DEAR = 0.25
_THIN_DAYS, _THIN_SHARE = 90, 0.05
_SHORT_YEARS = 3.0
_STORM = 0.20
_AWAY = 0.25


def doubts_of_trading(case: Case) -> Iterator[Doubt]:
    """Yield what other costs, other times or another way of filling orders may undo."""
    yield from _ahead(case)
    yield from _costs(case)
    yield from _refused(case)
    yield from _thin_regimes(case)
    yield from _sample(case)


def _ahead(case: Case) -> Iterator[Doubt]:
    early = len(ahead_of_their_row(case.inputs.result.orders))
    if early:
        yield Doubt(
            "look_ahead", 100, f"look-ahead: {early:,} orders sent before the row they rest on was known",
            "a run whose orders all follow their rows", ("account.orders",),
        )  # fmt: skip
    if case.inputs.act == "same_close":
        yield Doubt(
            "same_close", 90, "fills at the very close that a row was computed from",
            "a run that trades at the next open",
        )  # fmt: skip


def _costs(case: Case) -> Iterator[Doubt]:
    edge, share = case.number("orders.break_even"), case.number("trades.fees_share")
    if edge is not None and edge < _THIN_EDGE:
        yield Doubt(
            "thin_profit", 72,
            f"a profit that {case.text('orders.break_even')} of more cost on each traded dollar would take",
            "fills of a paper account beside those of the run", ("orders.break_even", "orders.volume"),
        )  # fmt: skip
    if share is not None and share > _DEAR:
        yield Doubt(
            "dear", 50, f"fees that took {case.text('trades.fees_share')} of the profit before them",
            "the broker's own schedule of fees", ("trades.fees_share",),
        )  # fmt: skip
    filled = [order for order in case.inputs.result.orders if order.fills]
    if filled and not any(order.fees for order in filled):
        yield Doubt(
            "free", 40, "orders that cost no fee at all", "a run with the fees of a real broker", ("account.fees",)
        )


def _refused(case: Case) -> Iterator[Doubt]:
    refused = case.number("orders.refused")
    if refused:
        yield Doubt(
            "refused", 65, f"{case.table['orders.refused'].phrase}: the account is not the one that was meant",
            "a run without a refused order", ("orders.refused",),
        )  # fmt: skip


def _thin_regimes(case: Case) -> Iterator[Doubt]:
    for key, fact in case.table.items():
        if not key.startswith("regime.") or not key.endswith(".share"):
            continue
        part = key.removesuffix(".share")
        share, days = case.number(key), case.number(f"{part}.days")
        if share and days and (days < _THIN_DAYS or share < _THIN_SHARE):
            yield Doubt(
                f"thin_{part.removeprefix('regime.')}".replace(".", "_"), 48,
                f"{fact.subject}, known from {case.text(f'{part}.days')} alone ({fact.text} of the time)",
                f"at least {_THIN_DAYS} days in {fact.subject}", (f"{part}.days", key),
            )  # fmt: skip


def _sample(case: Case) -> Iterator[Doubt]:
    years, fall = case.number("account.years"), case.number("benchmark.drawdown")
    if years is not None and 0 < years < _SHORT_YEARS:
        yield Doubt(
            "short", 55, f"a short sample ({case.table['account.days'].phrase})",
            f"a run of at least {_SHORT_YEARS:.0f} years", ("account.days", "account.years"),
        )  # fmt: skip
    if fall is not None and abs(fall) < _STORM:
        yield Doubt(
            "no_storm", 42,
            f"no deep fall of the benchmark within the run ({case.text('benchmark.drawdown')} at most)",
            f"years in which the benchmark fell by {_STORM * 100:.0f}\u202f% or more", ("benchmark.drawdown",),
        )  # fmt: skip
    exposure = case.number("storm.exposure")
    if fall is not None and exposure is not None and abs(fall) >= _STORM and exposure < _AWAY:
        yield Doubt(
            "away", 38,
            "a fall of the benchmark that the account was mostly away from"
            f" (exposure of {case.text('storm.exposure')})",
            "another fall of the benchmark, lived through in the same way",
            ("storm.exposure", "storm.benchmark", "storm.account"),
        )  # fmt: skip
