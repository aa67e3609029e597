"""Margin calls: the user is told, then positions are reduced."""

from collections.abc import Iterable
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.orders.requests import SubmitOrderRequest

__all__ = ["call_margin"]

_WRONG = "OnMarginCall must return a non-empty list of SubmitOrderRequest"


def call_margin(algorithm: Any) -> None:
    """Look at the margin; warn, or let the user change the orders and send them.

    Nothing is sent while the market of one of the positions is closed.
    """
    portfolio, handlers = algorithm.portfolio, algorithm._lean_handlers
    requests, warn = portfolio.margin_calls()
    executed: list[Any] = []
    if requests and all(algorithm.securities[request.symbol].exchange.exchange_open for request in requests):
        if handlers.on_margin_call is not None:
            requests = _answered(handlers.on_margin_call(requests))
        executed = portfolio.margin_call_model.execute_margin_call(requests)
        for ticket in executed:
            done = f"{ticket.symbol} - Quantity: {ticket.quantity} @ {ticket.average_fill_price}"
            algorithm.error(f"{algorithm.time} - Executed MarginCallOrder: {done}")
    if warn and not executed:
        handlers.on_margin_call_warning()


def _answered(answer: Any) -> list[SubmitOrderRequest]:
    if not isinstance(answer, Iterable):
        raise ArgumentException(_WRONG)
    requests = [request for request in answer if isinstance(request, SubmitOrderRequest)]
    if not requests:
        raise ArgumentException(_WRONG)
    return requests
