"""The verdict's rules on what a run that went to its end did: bankrupt, refused, cut short, without orders. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from leanrig.backtest.stops import stopped_after
from leanrig.backtest.verdict_data import suspected_data
from leanrig.backtest.verdict_samples import ends_early, last_sample, shortened
from leanrig.model.result import Order, Result
from leanrig.model.verdict import Judgement, Reason

__all__ = ["bankrupt", "cut_short", "refused", "without_orders"]

_FALSE_TICKERS = re.compile(r"(?P<symbol>\S+) .*not found in portfolio\. Request this data")


def bankrupt(result: Result) -> Iterator[Reason]:
    """Tell an account that fell to nothing; Lean stops there and says `Completed`."""
    equity = result.equity
    if equity is not None and min(equity.values) <= 0:
        when = next(time for time, value in zip(equity.times, equity.values, strict=True) if value <= 0)
        yield Reason(
            Judgement.BANKRUPT,
            "The account fell to {value} on {when}, and Lean stopped there.",
            "size positions so that a gap cannot take more than the account holds",
            {"value": round(min(equity.values), 2), "when": datetime.fromtimestamp(when, UTC)},
        )


def refused(result: Result) -> Iterator[Reason]:
    """Tell orders that Lean or the broker model would not take."""
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
    yield Reason(judgement, text, _cure_of_refusal(first.refusal), values, quote=shortened(first.refusal))


def cut_short(result: Result) -> Iterator[Reason]:
    """Tell a run that ends before its end date, by quit() or by its data."""
    end = result.configuration.end if result.configuration else None
    last = last_sample(result)
    if result.state.status != "Completed" or last is None or stopped_after(result.console) is not None:
        return
    stopped = next((line for line in result.log if "Quit():" in line), "")
    if not stopped and not ends_early(result):
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


def without_orders(result: Result) -> Iterator[Reason]:
    """Tell a run that traded nothing, with what is to be suspected first."""
    if result.state.status != "Completed" or result.orders or result.statistics.get("Total Orders", "0") != "0":
        return
    said = next((line for line in (*result.log, *result.engine_log) if _FALSE_TICKERS.search(line)), "")
    early = next((line for line in result.log if "does not have an accurate price" in line), "")
    if not said and not early and (suspicion := suspected_data(result)):
        yield suspicion
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
