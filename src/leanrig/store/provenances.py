"""What must be said of bars that came from several answers, perhaps of several vendors."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from leanrig.errors import BadInput
from leanrig.model.bars import Provenance
from leanrig.model.symbol import SecurityType
from leanrig.store.coverage import Segment
from leanrig.store.metadata import MADE_QUOTES, Entry, Metadata

__all__ = ["joint_provenance", "provenance_of"]

_MOST_RUNS = 4
_NO_SPREAD = " · bid = ask = price"


def provenance_of(metadata: Metadata, entry: Entry) -> Provenance:
    """Return what must be said of one resolution's bars; that quotes are made from prices is part of it."""
    known = joint_provenance(entry.segments)
    if metadata.symbol.security_type is not SecurityType.FOREX or entry.quotes:
        return known
    label = known.label.removesuffix(_NO_SPREAD) + _NO_SPREAD
    return replace(known, label=label, details=known.details | {"quotes": MADE_QUOTES})


def joint_provenance(segments: Sequence[Segment]) -> Provenance:
    """Return one provenance for all segments; a mixed store names its sources with their days.

    `as_of` is the newest answer's. With one source the rest is what that source said last.
    """
    if not segments:
        raise BadInput("nobody vouches for these bars", cure="fetch the symbol again")
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
