"""Local and universal time for whole columns."""

from datetime import UTC, datetime
from functools import cache

import numpy as np
import numpy.typing as npt

from leanrig.engine.hours.zones import offset_us

__all__ = ["to_utc", "to_wall"]

_QUARTER_US = 900_000_000
# No zone changes its clock and back within this time.
_MONTH_US = 28 * 86_400_000_000
_EPOCH_YEAR = 1970
_YEAR_US = 31_556_952_000_000
Ints = npt.NDArray[np.int64]


def to_utc(wall: Ints, zone: str) -> Ints:
    """Microseconds UTC of wall-clock microseconds."""
    if zone == "UTC" or not len(wall):
        return wall
    guess = wall - _offsets(wall, zone)
    return wall - _offsets(guess, zone)


def to_wall(us: Ints, zone: str) -> Ints:
    """Wall-clock microseconds of microseconds UTC."""
    return us if zone == "UTC" or not len(us) else us + _offsets(us, zone)


def _offsets(us: Ints, zone: str) -> Ints:
    first, last = (_EPOCH_YEAR + int(moment) // _YEAR_US for moment in (us.min(), us.max()))
    moments, offsets = _changes(zone, first - 1, last + 1)
    if len(moments) == 1:
        return np.full(len(us), offsets[0], dtype=np.int64)
    return offsets[np.searchsorted(moments, us, side="right") - 1]


@cache
def _changes(zone: str, first: int, last: int) -> tuple[Ints, Ints]:
    """From which moments on a zone has which offset, through some years."""
    begin, end = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000 for year in (first, last + 1))
    moments, offsets = [begin], [offset_us(begin, zone)]
    place = begin
    while place < end:
        after = min(place + _MONTH_US, end)
        if offset_us(after, zone) != offsets[-1]:
            moments.append(_change(zone, place, after))
            offsets.append(offset_us(after, zone))
        place = after
    return np.array(moments, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _change(zone: str, low: int, high: int) -> int:
    """The first quarter of an hour in (low, high] that has the offset of `high`."""
    before = offset_us(low, zone)
    low, high = low // _QUARTER_US, high // _QUARTER_US
    while high - low > 1:
        middle = (low + high) // 2
        if offset_us(middle * _QUARTER_US, zone) == before:
            low = middle
        else:
            high = middle
    return high * _QUARTER_US
