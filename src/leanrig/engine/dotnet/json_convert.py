"""Newtonsoft.Json.JsonConvert: plain values as JSON, and hours of an exchange."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.errors import NotThereYet
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import shown

__all__ = ["JsonConvert"]


class JsonConvert(Dotnet):
    """Writes and reads JSON."""

    @staticmethod
    def serialize_object(value: object, *_: object) -> str:
        return json.dumps(value, default=_plain, separators=(",", ":"))

    @staticmethod
    def deserialize_object(value: str, *_: object) -> Any:
        return json.loads(value)


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return shown(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, SecurityExchangeHours):
        return _hours(value)
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    raise NotThereYet(f"JsonConvert.serialize_object of {type(value).__name__}")


def _hours(hours: SecurityExchangeHours) -> dict[str, Any]:
    week = {
        str(day): [[segment.start_us, segment.end_us, str(segment.state)] for segment in local.segments]
        for day, local in hours.market_hours.items()
    }
    return {
        "TimeZone": hours.time_zone,
        "Holidays": sorted(hours.holidays),
        "MarketHours": week,
        "EarlyCloses": {str(day): str(time) for day, time in sorted(hours.early_closes.items())},
        "LateOpens": {str(day): str(time) for day, time in sorted(hours.late_opens.items())},
        "IsMarketAlwaysOpen": hours.is_market_always_open,
    }
