"""What all portfolio construction models have: when to rebalance, of which insights targets are made, and how."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from leanrig.engine.data.base_data import micros, naive
from leanrig.engine.data.config import span_of
from leanrig.engine.dotnet.times import Time
from leanrig.engine.enums import PortfolioBias, Resolution
from leanrig.engine.errors import NotImplementedException
from leanrig.engine.framework.calls import own
from leanrig.engine.framework.insight import Insight
from leanrig.engine.naming import Dotnet
from leanrig.engine.orders.base import aware
from leanrig.engine.portfolio.targets import PortfolioTarget

__all__ = ["NullPortfolioConstructionModel", "PortfolioConstructionModel", "rebalancing", "respects"]

Rebalancing = Callable[[int], int | None]
_LAST_US = micros(Time.END_OF_TIME)


class PortfolioConstructionModel(Dotnet):
    """Makes targets of insights. Users derive from it and override `determine_target_percent`.

    Parameters
    ----------
    rebalancing_func
        A function from UTC to the next time; None rebalances in every round. Lean's own models take spans, resolutions
        and date rules, too.
    """

    rebalance_on_security_changes = True
    rebalance_on_insight_changes = True

    def __new__(cls, *_: Any, **__: Any) -> "PortfolioConstructionModel":
        # Here, not in __init__: users' classes need not call it.
        self = super().__new__(cls)
        self._rebalancing = None
        self._next_us = None
        self._security_changes = False
        self._algorithm = None
        return self

    def __init__(self, rebalancing_func: Any = None) -> None:
        if rebalancing_func is not None and not callable(rebalancing_func):
            raise _no_overload(rebalancing_func)
        self._begin(rebalancing_func)

    def _begin(self, rebalancing_func: Any) -> None:
        self._rebalancing: Rebalancing | None = rebalancing(rebalancing_func)
        self._next_us: int | None
        self._security_changes: bool
        self._algorithm: Any

    @property
    def algorithm(self) -> Any:
        """The algorithm, once the model has been called."""
        return self._algorithm

    def set_rebalancing_func(self, rebalance: Any) -> None:
        self._rebalancing = rebalancing(rebalance)

    def create_targets(self, algorithm: Any, insights: list[Insight]) -> list[PortfolioTarget]:
        """Targets of the active insights when it is time to rebalance; none otherwise."""
        self._algorithm = algorithm
        now_us = algorithm.now_us
        if not self._is_due(insights, now_us):
            return []
        last = own(self, "get_target_insights")
        percents = own(self, "determine_target_percent", last)
        targets, failed = [], set()
        for insight in last:
            percent = percents.get(insight)
            if percent is None:
                continue
            target = PortfolioTarget.percent(algorithm, insight.symbol, percent)
            if target is None:
                failed.add(insight.symbol)
            else:
                targets.append(target)
        gone = dict.fromkeys(insight.symbol for insight in algorithm.insights.remove_expired_at(now_us))
        return targets + [
            PortfolioTarget(symbol, 0)
            for symbol in gone
            if symbol not in failed and not algorithm.insights.has_active_at(symbol, now_us)
        ]

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        """Remember that there was a change; insights of those that left end."""
        if self._algorithm is None:
            self._algorithm = algorithm
        self._security_changes = True
        algorithm.insights.expire([security.symbol for security in changes.removed_securities])

    def get_target_insights(self) -> list[Insight]:
        """The last active insight of each symbol."""
        return list({insight.symbol: insight for insight in self._in_order()}.values())

    def _in_order(self) -> list[Insight]:
        """Active insights that targets are to be made of; for each symbol in the order of their generation."""
        algorithm = self._algorithm
        valid: dict[Any, list[Insight]] = {}
        check = type(self)._takes_all is False or not type(self).__module__.startswith("leanrig.")
        for insight in algorithm.insights.active_at(algorithm.now_us):
            if not check or own(self, "should_create_target_for_insight", insight):
                valid.setdefault(insight.symbol, []).append(insight)
        return [
            insight
            for insights in valid.values()
            for insight in sorted(insights, key=lambda insight: insight.generated_us or 0)
        ]

    # Whether the class takes every insight, so that none needs to be looked at.
    _takes_all = True

    def should_create_target_for_insight(self, insight: Insight) -> bool:  # for others to override
        return True

    def determine_target_percent(self, active_insights: list[Insight]) -> dict[Insight, float]:
        raise NotImplementedException(
            "Types deriving from 'PortfolioConstructionModel' must implement the 'Dictionary<Insight, double> "
            "DetermineTargetPercent(ICollection<Insight>)' method."
        )

    # -- when

    def _is_due(self, insights: list[Insight], now_us: int) -> bool:
        if type(self).__module__.startswith("leanrig."):
            return self._due_at(insights, now_us)
        return bool(own(self, "is_rebalance_due", insights, aware(now_us)))

    def is_rebalance_due(self, insights: list[Insight], algorithm_utc: datetime) -> bool:
        """Whether targets are to be made now."""
        return self._due_at(insights, micros(algorithm_utc))

    def _due_at(self, insights: list[Insight], now_us: int) -> bool:
        if self._rebalancing is None:
            self._refresh(now_us)
            return True
        expiry = self._algorithm.insights.next_expiry_us()
        if self._next_us is None:
            self._next_us = self._rebalancing(now_us)
            if self._next_us is not None and self._next_us <= now_us:
                # Asked again only in the next round: the function may keep a state of its own.
                self._next_us = None
                self._security_changes = False
                return True
        insight_changes = len(insights) > 0 or (expiry is not None and expiry < now_us)
        if (
            (self._next_us is not None and self._next_us <= now_us)
            or (self.rebalance_on_security_changes and self._security_changes)
            or (self.rebalance_on_insight_changes and insight_changes)
        ):
            self._refresh(now_us)
            return True
        return False

    def refresh_rebalance(self, algorithm_utc: datetime) -> None:
        """Ask for the next time, and forget changes of securities."""
        self._refresh(micros(algorithm_utc))

    def _refresh(self, now_us: int) -> None:
        if self._rebalancing is not None:
            self._next_us = self._rebalancing(now_us)
        self._security_changes = False


class NullPortfolioConstructionModel(PortfolioConstructionModel):
    """Makes no targets."""

    def create_targets(self, algorithm: Any, insights: list[Insight]) -> list[PortfolioTarget]:
        return []


def _no_overload(given: Any) -> TypeError:
    kinds = "Callable[[datetime], Optional[datetime]]", "Callable[[datetime], datetime]"
    module = type(given).__module__
    name = type(given).__name__ if module == "builtins" else f"{module}.{type(given).__name__}"
    return TypeError(
        f"No method matches given arguments for .ctor: ({type(given)}). The following overloads are available:\n"
        f"  .ctor(rebalancing_func: {kinds[0]})\n  .ctor(rebalancing_func: {kinds[1]} = None)\n"
        f"Argument mismatch: argument 1 ('rebalancing_func') expected {kinds[0]}, got {name}."
    )


def respects(insight: Insight, bias: PortfolioBias) -> bool:
    """Whether an insight's direction is one that the portfolio may take."""
    return bias is PortfolioBias.LONG_SHORT or int(insight.direction) == int(bias)


def rebalancing(given: Any) -> Rebalancing | None:
    """What tells the next rebalance from the present, both in microseconds UTC."""
    if given is None:
        return None
    if isinstance(given, Resolution):
        return _by_span(span_of(given))
    if isinstance(given, timedelta):
        return _by_span(given) if given else None
    if hasattr(given, "get_dates"):
        return _ByDates(given)
    return _by_function(given) if callable(given) else None


def _by_span(span: timedelta) -> Rebalancing:
    length = span // timedelta(microseconds=1)
    return lambda now_us: now_us + length


def _by_function(function: Callable[[datetime], datetime | None]) -> Rebalancing:
    def next_us(now_us: int) -> int | None:
        answer = function(aware(now_us))
        return None if answer is None else micros(answer)

    return next_us


class _ByDates:
    """Midnights UTC of a date rule's dates; one date is gone through at each question that comes too late for it."""

    def __init__(self, rule: Any) -> None:
        self._rule = rule
        self._dates: Iterator[date] | None = None
        self._next = _LAST_US

    def __call__(self, now_us: int) -> int:
        if self._dates is None:
            self._dates = iter(self._rule.get_dates(naive(now_us).date(), Time.END_OF_TIME.date()))
            if not self._step():
                return _LAST_US
        if now_us >= self._next and not self._step():
            return _LAST_US
        return self._next

    def _step(self) -> bool:
        assert self._dates is not None
        day = next(self._dates, None)
        if day is not None:
            self._next = micros(datetime.combine(day, time()))
        return day is not None
