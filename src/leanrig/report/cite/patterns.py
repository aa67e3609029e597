"""What recurs: conditions, how often they came about, what followed, and how likely chance is. Pure."""

from collections.abc import Iterator

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite, reading
from leanrig.report.cite.pattern_chance import FEWEST, Followed, followed_by
from leanrig.report.cite.pattern_events import Condition, conditions_of, curve_of
from leanrig.report.cite.sources import Sources
from leanrig.report.facts import Story
from leanrig.report.inputs import ReportInputs

__all__ = ["patterns_facts"]

_LUCK = 0.05


def patterns_facts(inputs: ReportInputs, story: Story, sources: Sources) -> Iterator[Citable]:
    """Yield pattern.<condition>.* of conditions that came about ten times at least, and how many were tried."""
    if story.daily is None:
        return
    curve = curve_of(story.daily)
    values = story.daily.equity[list(curve.places)]
    conditions = conditions_of(inputs, curve)
    source = sources.both(*(sources.signals(symbol) for symbol in inputs.signals), sources.result)
    tested = [(condition, followed_by(values, condition.events, horizon=condition.horizon)) for condition in conditions]
    found = [(condition, followed) for condition, followed in tested if followed is not None]
    yield from _tried(found, source)
    for horizon, overall in {condition.horizon: followed.overall for condition, followed in found}.items():
        yield _any(horizon, overall, source)
    for condition, followed in found:
        yield from _told(condition, followed, len(found), source)


def _tried(found: list[tuple[Condition, Followed]], source: Source) -> Iterator[Citable]:
    number = len(found)
    yield cite(
        "pattern.tried", number, shown.count(number), "number of conditions tried", source=source, measure="conditions",
        whole=shown.counted(number, "condition") + " tried",
        how=f"conditions that are stated beforehand and came about {FEWEST} times at least",
    )  # fmt: skip
    stand = sum(followed.p * number < _LUCK for _, followed in found)
    yield cite(
        "pattern.stand", stand, shown.count(stand), "number of conditions that stand after the trying", source=source,
        measure="conditions", whole=f"{shown.counted(stand, 'condition')} that stood after the trying",
        how="p-value times the number of conditions tried (Bonferroni) below 0.05",
    )  # fmt: skip


def _any(horizon: int, overall: float, source: Source) -> Citable:
    period = "over any trading day" if horizon == 1 else f"over any {horizon} trading days"
    return cite(
        f"pattern.any_{horizon}.mean", overall, shown.signed(overall, decimals=2), "mean return", source=source,
        subject="the account", period=period, measure=_measure(horizon), sense="more", is_change=True,
        how="over all trading days of the run",
    )  # fmt: skip


def _measure(horizon: int) -> str:
    return f"mean return over {horizon} trading days"


def _told(condition: Condition, followed: Followed, tried: int, source: Source) -> Iterator[Citable]:
    key = f"pattern.{condition.key}"
    over = "the next trading day" if condition.horizon == 1 else f"the {condition.horizon} trading days"
    period = condition.words if condition.key == "turn_of_month" else f"over {over} {condition.words}"
    how = f"{condition.how}; {condition.horizon} trading days on" if condition.horizon > 1 else condition.how
    yield cite(
        f"{key}.count", followed.count, shown.count(followed.count), "number of cases", source=source, period=period,
        measure="cases of a condition", how=how, whole=f"{shown.counted(followed.count, 'case')} {condition.words}",
    )  # fmt: skip
    yield cite(
        f"{key}.mean", followed.mean, shown.signed(followed.mean, decimals=2), "mean return", source=source,
        subject="the account", period=period, measure=_measure(condition.horizon), how=how, sense="more",
        is_change=True, group=f"pattern.mean.{condition.horizon}",
    )  # fmt: skip
    yield cite(
        f"{key}.positive", followed.positive, shown.whole_percent(followed.positive), "share of gains", source=source,
        period=period, measure="share of gains", sense="more", how=how,
    )  # fmt: skip
    yield cite(
        f"{key}.p", followed.p, shown.chance(followed.p), "p-value of the difference to any days", source=source,
        period=period, measure="p-value of a pattern",
        how="share of all places, the same days moved together round the run, whose mean lies as far from the overall"
        " mean; exact, no draw",
    )  # fmt: skip
    adjusted = min(1.0, followed.p * tried)
    yield cite(
        f"{key}.p_adjusted", adjusted, shown.chance(adjusted), "p-value after the number of conditions tried",
        source=source, period=period, measure="p-value of a pattern",
        how="p-value times the conditions tried, at most 1",
    )  # fmt: skip
    odds = "may explain" if adjusted >= _LUCK else "would rarely give"
    yield reading(
        f"{key}.reading", f"a pattern that chance alone {odds}", source=source,
        how=f"p-value after the number of conditions tried against {_LUCK}",
    )  # fmt: skip
