"""Who answered for which days, as run records and sidecars say it: the chain alone ("auto") vouches for nothing."""

from collections.abc import Iterable

from leanrig.store.coverage import DayRange, Segment

__all__ = ["answers"]


def answers(segments: Iterable[Segment], *, within: DayRange) -> list[dict[str, str]]:
    """Return the days within `within`, in order, each span with vendor, feed, label and when it was answered."""
    common = [(segment, segment.days.common(within)) for segment in segments]
    return [
        {
            "from": days.first.isoformat(),
            "to": days.last.isoformat(),
            "vendor": segment.source.vendor,
            "feed": segment.source.feed,
            "label": segment.source.label,
            "as_of": segment.source.as_of.isoformat(),
        }
        for segment, days in common
        if days is not None
    ]
