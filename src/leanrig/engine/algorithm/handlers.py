"""The user's overrides, bound once before `initialize` in whichever casing they are written."""

from collections.abc import Callable
from typing import Any

from leanrig.engine.naming import override

__all__ = ["Handlers"]

Handler = Callable[..., Any]

_NAMES = (
    "on_warmup_finished",
    "on_end_of_algorithm",
    "on_securities_changed",
    "on_symbol_changed_events",
    "on_splits",
    "on_dividends",
    "on_delistings",
    "on_order_event",
    "on_margin_call_warning",
    "on_assignment_order_event",
    "on_brokerage_message",
)


def _nothing(*_: Any) -> None:
    """What an algorithm does where it overrides nothing."""


class Handlers:
    """`handlers.on_data` and the rest: always callable."""

    on_data: Handler
    on_warmup_finished: Handler
    on_end_of_algorithm: Handler
    on_securities_changed: Handler
    on_symbol_changed_events: Handler
    on_splits: Handler
    on_dividends: Handler
    on_delistings: Handler
    on_order_event: Handler
    on_margin_call_warning: Handler
    on_assignment_order_event: Handler
    on_brokerage_message: Handler

    def __init__(self, algorithm: Any) -> None:
        for name in _NAMES:
            setattr(self, name, override(algorithm, name) or _nothing)
        self.on_data = override(algorithm, "on_data") or _nothing
        # None where there is no override: what then happens differs from calling something empty.
        self.on_margin_call: Handler | None = override(algorithm, "on_margin_call")
        self.on_end_of_day: Handler | None = override(algorithm, "on_end_of_day")
        self.initialize: Handler = override(algorithm, "initialize") or _nothing
        self.has_on_data = self.on_data is not _nothing
