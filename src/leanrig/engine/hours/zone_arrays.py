"""Local and universal time for whole columns."""

import numpy as np
import numpy.typing as npt

from leanrig.engine.hours.zones import offset_us

__all__ = ["to_utc", "to_wall"]

_QUARTER_US = 900_000_000
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
    quarters = us // _QUARTER_US
    first, last = offset_us(int(us.min()), zone), offset_us(int(us.max()), zone)
    if first == last and int(quarters.max() - quarters.min()) < 96 * 30:
        # No zone changes its clock and back within a month.
        return np.full(len(us), first, dtype=np.int64)
    distinct, place = np.unique(quarters, return_inverse=True)
    return np.array([offset_us(quarter * _QUARTER_US, zone) for quarter in distinct.tolist()], dtype=np.int64)[place]
