"""The one place that reads the wall clock; everything else is given `now`."""

from datetime import UTC, datetime

__all__ = ["utc_now"]


def utc_now() -> datetime:
    """Return the present moment, tz-aware, in UTC."""
    return datetime.now(UTC)
