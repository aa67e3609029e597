"""Columns of times against the zone database, moment by moment."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from leanrig.engine.hours.zone_arrays import to_utc, to_wall

HOUR = 3_600_000_000
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000 for year in (2006, 2009))


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Sydney", "UTC"])
def test_every_half_hour_of_three_years(zone):
    moments = np.arange(FIRST, LAST, HOUR // 2, dtype=np.int64)
    info = ZoneInfo(zone)
    expected = [
        moment + int(datetime.fromtimestamp(moment // 1_000_000, info).utcoffset().total_seconds()) * 1_000_000
        for moment in moments.tolist()
    ]
    assert to_wall(moments, zone).tolist() == expected


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Sydney"])
def test_there_and_back(zone):
    # Not within the hours that a clock shows twice.
    moments = np.arange(FIRST, LAST, 24 * HOUR, dtype=np.int64)
    assert to_utc(to_wall(moments, zone), zone).tolist() == moments.tolist()
