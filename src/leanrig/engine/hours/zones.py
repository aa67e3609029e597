"""Local and universal time with cached offsets."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

__all__ = ["known_zone", "offset_us", "to_local", "to_us"]

_EPOCH = datetime(1970, 1, 1)
_US = timedelta(microseconds=1)
# No zone changes its clock within a quarter of an hour.
_QUARTER_S = 900


def known_zone(name: str | None) -> str:
    """Return the name of a zone that exists; ValueError otherwise."""
    if not name:
        raise ValueError("a time zone is missing")
    try:
        _zone(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"unknown time zone '{name}'") from None
    return name


@cache
def _zone(name: str) -> tzinfo:
    if name.startswith(("UTC+", "UTC-")):
        hours, _, minutes = name[4:].partition(":")
        size = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(size if name[3] == "+" else -size)
    return ZoneInfo(name)


@cache
def _offset_quarter(name: str, quarter: int) -> int:
    moment = datetime.fromtimestamp(quarter * _QUARTER_S, UTC).astimezone(_zone(name))
    return (moment.utcoffset() or timedelta(0)) // _US


def offset_us(us: int, zone: str) -> int:
    """What the zone's clock is ahead of UTC at a moment, in microseconds."""
    return 0 if zone == "UTC" else _offset_quarter(zone, us // (_QUARTER_S * 1_000_000))


@lru_cache(maxsize=64)
def to_local(us: int, zone: str) -> datetime:
    """Wall-clock time of a moment."""
    return _EPOCH + timedelta(microseconds=us + offset_us(us, zone))


def to_us(moment: datetime, zone: str) -> int:
    """Moment of a wall-clock time; a tzinfo it may have is ignored, as Lean does."""
    wall = (moment.replace(tzinfo=None) - _EPOCH) // _US
    if zone == "UTC":
        return wall
    guess = wall - offset_us(wall, zone)
    return wall - offset_us(guess, zone)
