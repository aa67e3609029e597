"""What must be said of bars that came from several answers, perhaps of several vendors."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from leanrig.errors import BadInput
from leanrig.model.bars import Provenance
from leanrig.store.coverage import Segment

__all__ = ["joint_provenance"]

_MOST_RUNS = 4


def joint_provenance(segments: Sequence[Segment], *, newest: Provenance | None = None) -> Provenance:
    """Return one provenance for all segments; a mixed store names its sources with their days.

    `as_of` is the newest answer's. With one source the rest is what that source said last.
    """
    if not segments:
        if newest is None:
            raise BadInput("nobody vouches for these bars", cure="fetch the symbol again")
        return newest
    last = max((segment.source for segment in segments), key=lambda source: source.as_of)
    runs = [(names, list(found)) for names, found in groupby(segments, key=_names)]
    if len({names for names, _ in runs}) == 1:
        return last
    vendors = list(dict.fromkeys(segment.source.vendor for segment in segments))
    feeds = list(dict.fromkeys(segment.source.feed for segment in segments))
    licences = list(dict.fromkeys(s.source.licence for s in segments if s.source.licence))
    return replace(
        last,
        vendor=", ".join(vendors),
        feed=", ".join(feeds),
        label=_label([found for _, found in runs]),
        licence=", ".join(licences),
    )


def _names(segment: Segment) -> tuple[str, str, str]:
    return segment.source.vendor, segment.source.feed, segment.source.label


def _label(runs: list[list[Segment]]) -> str:
    if len(runs) > _MOST_RUNS:
        totals: dict[str, int] = {}
        for run in runs:
            name = _one(run)
            totals[name] = totals.get(name, 0) + sum(segment.days.days for segment in run)
        return ", ".join(f"{name} for {days} days" for name, days in totals.items())
    ended = [f"{_one(run)} to {run[-1].days.last}" for run in runs[:-1]]
    return ", ".join([*ended, f"{_one(runs[-1])} since"])


def _one(run: list[Segment]) -> str:
    return f"{run[0].source.label} ({run[0].source.vendor})"
