"""Findings about a run, in Lean's words: those that can be worked out exactly."""

from typing import Any

from leanrig.engine.statistics.results import StatisticsResults

__all__ = ["findings"]


def findings(results: Any, statistics: StatisticsResults) -> list[dict[str, Any]]:
    """What Lean's analyses would say, as far as they are here."""
    return []
