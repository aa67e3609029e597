"""Which data files a run asked for: Lean's data monitor report, its two lists and its lines in the log."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leanrig.engine.number import round_even

__all__ = ["RequestsReport"]


@dataclass(frozen=True, slots=True)
class RequestsReport:
    """Paths below the data folder, one entry a request."""

    opened: list[str]
    failed: list[str]

    @staticmethod
    def of(monitor: Any) -> "RequestsReport":
        return RequestsReport(list(monitor.opened), list(monitor.failed))

    def json(self) -> dict[str, Any]:
        opened, failed = len(self.opened), len(self.failed)
        universe_opened, universe_failed = _universes(self.opened), _universes(self.failed)
        return {
            "succeeded-data-requests-count": opened,
            "failed-data-requests-count": failed,
            "succeeded-universe-data-requests-count": universe_opened,
            "failed-universe-data-requests-count": universe_failed,
            "total-data-requests-count": opened + failed,
            "failed-data-requests-percentage": _percent(failed, opened + failed),
            "total-universe-data-requests-count": universe_opened + universe_failed,
            "failed-universe-data-requests-percentage": _percent(universe_failed, universe_opened + universe_failed),
            "data-request-rates": [],
        }

    def lines(self) -> str:
        """The block that ends `log.txt`."""
        figures = self.json()
        percent = {name: f"{value}%" for name, value in figures.items() if name.endswith("percentage")}
        shown = (
            ("Total data requests", figures["total-data-requests-count"]),
            ("Succeeded data requests", figures["succeeded-data-requests-count"]),
            ("Failed data requests", figures["failed-data-requests-count"]),
            ("Failed data requests percentage", percent["failed-data-requests-percentage"]),
            ("Total universe data requests", figures["total-universe-data-requests-count"]),
            ("Succeeded universe data requests", figures["succeeded-universe-data-requests-count"]),
            ("Failed universe data requests", figures["failed-universe-data-requests-count"]),
            ("Failed universe data requests percentage", percent["failed-universe-data-requests-percentage"]),
        )
        return "".join(f"\nDATA USAGE:: {name} {value}" for name, value in shown)


def _universes(paths: list[str]) -> int:
    return sum("coarse" in path.lower() or "universe" in path.lower() for path in paths)


def _percent(part: int, whole: int) -> Decimal:
    return round_even(Decimal(part) / whole * 100, 0) if whole else Decimal(0)
