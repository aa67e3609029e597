"""The algorithm's insights: `self.insights`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from leanrig.engine.framework.insight import Insight
from leanrig.engine.framework.insight_collection import InsightCollection
from leanrig.engine.identity import as_symbol
from leanrig.engine.models.python_models import is_ours, require
from leanrig.engine.naming import Dotnet, override
from leanrig.engine.orders.base import aware

__all__ = ["GeneratedInsightsCollection", "InsightManager"]


class GeneratedInsightsCollection(Dotnet):
    """Insights that were generated at one moment."""

    def __init__(self, date_time_utc: datetime, insights: list[Insight]) -> None:
        self.date_time_utc = date_time_utc
        self.insights = insights


class InsightManager(InsightCollection):
    """Insights of an algorithm, and the function that scores them."""

    def __init__(self, algorithm: Any) -> None:
        super().__init__()
        self._algorithm = algorithm
        self._scoring: Any = None

    def set_insight_score_function(self, insight_score_function: Any) -> None:
        """Let an object with `score(manager, utc_time)` look at the insights in each round."""
        if not is_ours(insight_score_function):
            require(insight_score_function, "IInsightScoreFunction", "score")
        self._scoring = override(insight_score_function, "score")
        self._algorithm._lean_framework_wanted()

    def step_at(self, now_us: int) -> None:
        """Let them be scored."""
        if self._scoring is not None:
            self._scoring(self, aware(now_us))

    def expire(self, of: Iterable[Any] | None) -> None:
        """End insights, or all insights of symbols, a second ago."""
        now_us = self._algorithm.now_us
        for item in of or ():
            insights = [item] if isinstance(item, Insight) else self.of(as_symbol(item))  # type: ignore[arg-type]
            for insight in insights:
                insight.expire_at(now_us)

    cancel = expire
