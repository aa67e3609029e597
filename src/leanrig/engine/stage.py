"""What rooms below the algorithm may know of the running algorithm."""

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from leanrig.engine.securities.security import Security
    from leanrig.engine.securities.security_manager import SecurityManager

__all__ = ["Stage"]


class Stage(Protocol):
    """The algorithm as orders, models, portfolio, history and schedule see it. Times are microseconds UTC."""

    now_us: int
    settings: Any
    securities: "SecurityManager"
    portfolio: Any
    transactions: Any
    brokerage_model: Any
    is_warming_up: bool
    live_mode: bool
    # IANA name of the algorithm's zone.
    zone: str

    def log(self, message: object) -> None:
        """A line of the algorithm's own log."""

    def debug(self, message: object) -> None:
        """A line for the console and the log."""

    def error(self, message: object) -> None:
        """An error line."""

    def deliver(self, event: Any) -> None:
        """Hand an order event to the framework, the algorithm's `on_order_event` and the results."""

    def configs_of(self, security: "Security", *, internal: bool = False) -> list[Any]:
        """Subscriptions (`data.config.SubscriptionDataConfig`) of a security, the user's own unless `internal`."""
