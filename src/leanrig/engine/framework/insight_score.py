"""How good an insight has turned out to be, as far as somebody measures it."""

from datetime import datetime

from leanrig.engine.data.base_data import FIRST_TIME
from leanrig.engine.enums import InsightScoreType
from leanrig.engine.naming import Dotnet

__all__ = ["InsightScore"]


class InsightScore(Dotnet):
    """Scores from 0 to 1 for direction and magnitude; final ones do not change any more."""

    def __init__(self, direction: float = 0.0, magnitude: float = 0.0, updated_time_utc: datetime = FIRST_TIME) -> None:
        self.direction = direction
        self.magnitude = magnitude
        self.updated_time_utc = updated_time_utc
        self.is_final_score = False

    def set_score(self, type: InsightScoreType, value: float, algorithm_utc_time: datetime) -> None:
        """Take a score in, cut to 0..1."""
        if self.is_final_score:
            return
        self.updated_time_utc = algorithm_utc_time
        score = max(0.0, min(1.0, float(value)))
        if type == InsightScoreType.DIRECTION:
            self.direction = score
        else:
            self.magnitude = score

    def get_score(self, type: InsightScoreType) -> float:  # Lean's name
        return self.direction if type == InsightScoreType.DIRECTION else self.magnitude

    def finalize(self, algorithm_utc_time: datetime) -> None:
        """Let the scores be what they are."""
        self.is_final_score = True
        self.updated_time_utc = algorithm_utc_time

    def __str__(self) -> str:
        return f"Direction: {_short(100 * self.direction)} Magnitude: {_short(100 * self.magnitude)}"


def _short(value: float) -> str:
    return f"{round(value, 2):g}"
