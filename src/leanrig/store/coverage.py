"""Which days were asked for and answered, by whom and when: a day without a trade is covered too.

Coverage is a list of segments in order of days, without overlap. A day is settled when its answer came at least
`settle` (24 h) after the day's end: vendors correct bars until then, so that an unsettled day is asked for again.

Neighbours of the same source are one segment when both are settled or both are not. A settled segment says when its
newest answer came, an unsettled one its oldest: neither choice changes what is settled. The same puts in another order
therefore make the same list.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leanrig.errors import BadInput
from leanrig.model.bars import Provenance

__all__ = [
    "SETTLE",
    "DayRange",
    "Segment",
    "missing_days",
    "same_source",
    "unsettled_from",
    "with_segment",
    "without_days",
]

SETTLE = timedelta(hours=24)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class DayRange:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise BadInput(f"the range ends ({self.last}) before it starts ({self.first})", cure="swap the two dates")

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def common(self, other: "DayRange") -> "DayRange | None":
        """Return the days that both have; None where there are none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return DayRange(first, last) if first <= last else None

    def without(self, other: "DayRange") -> "Iterator[DayRange]":
        """Yield what is left of these days, in up to two parts."""
        if self.first < other.first:
            yield DayRange(self.first, min(self.last, other.first - _DAY))
        if self.last > other.last:
            yield DayRange(max(self.first, other.last + _DAY), self.last)

    def chunks(self, days: int) -> "Iterator[DayRange]":
        """Yield these days in order, at most `days` at once."""
        first = self.first
        while first <= self.last:
            yield DayRange(first, min(self.last, first + (days - 1) * _DAY))
            first += days * _DAY

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Segment:
    """Days that one source answered for; `source.as_of` is when (see the module)."""

    days: DayRange
    source: Provenance

    def is_settled(self, zone: ZoneInfo, settle: timedelta = SETTLE) -> bool:
        """Whether the answer came long enough after the last day's end."""
        return self.days.last <= _last_settled(self.source.as_of, zone, settle)


def missing_days(
    segments: Iterable[Segment],
    wanted: DayRange,
    *,
    zone: ZoneInfo,
    now: datetime,
    vendors: Sequence[str] | None = None,
    prefer: str | None = None,
    settle: timedelta = SETTLE,
) -> list[DayRange]:
    """Return the days of `wanted` that must be asked for, in order, neighbours joined.

    Parameters
    ----------
    zone
        Whose midnights part the days.
    now
        Days that begin later are left out.
    vendors
        The vendors whose answers count; None for any.
    prefer
        The one vendor whose answers count, where days of a fallback shall be asked for again.
    """
    last = min(wanted.last, now.astimezone(zone).date())
    left = [DayRange(wanted.first, last)] if wanted.first <= last else []
    for segment in segments:
        vendor = segment.source.vendor
        if (vendors is not None and vendor not in vendors) or (prefer is not None and vendor != prefer):
            continue
        good = segment.days.common(DayRange(date.min, _last_settled(segment.source.as_of, zone, settle)))
        if good is not None:
            left = [part for days in left for part in days.without(good)]
    return left


def with_segment(segments: Iterable[Segment], new: Segment, *, zone: ZoneInfo) -> tuple[Segment, ...]:
    """Return the segments after `new` has answered for its days; what stood there before gives way."""
    return _normal([*without_days(segments, new.days), new], zone)


def without_days(segments: Iterable[Segment], days: DayRange) -> tuple[Segment, ...]:
    """Return the segments without `days`."""
    return tuple(replace(segment, days=part) for segment in segments for part in segment.days.without(days))


def unsettled_from(segments: Sequence[Segment], day: date, *, zone: ZoneInfo) -> tuple[Segment, ...]:
    """Return the segments with the answers for `day` and later ones no longer trusted: as if given before that day."""
    limit = datetime.combine(day, time(), zone).astimezone(UTC)
    result = list(without_days(segments, DayRange(day, date.max)))
    for segment in segments:
        days = segment.days.common(DayRange(day, date.max))
        if days is not None:
            source = replace(segment.source, as_of=min(segment.source.as_of, limit))
            result.append(Segment(days, source))
    return _normal(result, zone)


def same_source(one: Provenance, other: Provenance) -> bool:
    """Whether bars of both may stand side by side: the same vendor, feed, label and adjustment."""
    names = [(known.vendor, known.feed, known.label, known.adjustment) for known in (one, other)]
    return names[0] == names[1]


def _last_settled(as_of: datetime, zone: ZoneInfo, settle: timedelta) -> date:
    return (as_of - settle).astimezone(zone).date() - _DAY


def _normal(segments: Iterable[Segment], zone: ZoneInfo) -> tuple[Segment, ...]:
    result: list[Segment] = []
    for segment in sorted((p for s in segments for p in _parts(s, zone)), key=lambda s: s.days):
        joined = _joined(result[-1], segment, zone) if result else None
        if joined is None:
            result.append(segment)
        else:
            result[-1] = joined
    return tuple(result)


def _parts(segment: Segment, zone: ZoneInfo) -> Iterator[Segment]:
    """Part a segment at its last settled day."""
    last = _last_settled(segment.source.as_of, zone, SETTLE)
    for span in (DayRange(date.min, last), DayRange(last + _DAY, date.max)):
        days = segment.days.common(span)
        if days is not None:
            yield replace(segment, days=days)


def _joined(one: Segment, two: Segment, zone: ZoneInfo) -> Segment | None:
    settled = two.is_settled(zone)
    alike = replace(two.source, as_of=one.source.as_of) == one.source and one.is_settled(zone) == settled
    if not alike or one.days.last + _DAY != two.days.first:
        return None
    as_of = (max if settled else min)(one.source.as_of, two.source.as_of)
    return Segment(DayRange(one.days.first, two.days.last), replace(one.source, as_of=as_of))
