"""Local and universal time with cached offsets."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1)
_US = timedelta(microseconds=1)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@cache
def _offset_hour(name: str, hour: int) -> int:
    moment = datetime.fromtimestamp(hour * 900, UTC).astimezone(_zone(name))
    return (moment.utcoffset() or timedelta(0)) // _US


def offset_us(us: int, zone: str) -> int:
    return 0 if zone == "UTC" else _offset_hour(zone, us // 900_000_000)


def to_local(us: int, zone: str) -> datetime:
    return _EPOCH + timedelta(microseconds=us + offset_us(us, zone))


def to_us(moment: datetime, zone: str) -> int:
    wall = (moment.replace(tzinfo=None) - _EPOCH) // _US
    if zone == "UTC":
        return wall
    guess = wall - offset_us(wall, zone)
    return wall - offset_us(guess, zone)
