"""How often a vendor may be asked, and how long one call may take."""

from dataclasses import dataclass

__all__ = ["Budget", "Patience", "Rate"]


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` departures in any window of `seconds`."""

    count: int
    seconds: float

    def __str__(self) -> str:
        unit = {1.0: "a second", 60.0: "a minute", 3600.0: "an hour"}.get(float(self.seconds))
        return f"{self.count:,} {unit or f'in {self.seconds:g} s'}"


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `count` requests in a calendar month (UTC)."""

    count: int


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may take: time limit of an attempt, attempts, and the deadline of all together.

    The deadline is for the vendor: the wait for a turn under our own limits, `queue_s` at most, does not count.
    """

    timeout_s: float = 10
    attempts: int = 7
    deadline_s: float = 120
    first_wait_s: float = 1
    longest_wait_s: float = 60
    queue_s: float = 3600
