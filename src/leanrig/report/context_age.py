"""How old an answer was when the page was made, and moments, in words. Pure."""

from datetime import UTC, datetime

__all__ = ["age_of", "moment"]


def age_of(asked_at: datetime, made_at: datetime) -> str:
    """Return "just now", "12 min before this page", "3 h before this page"."""
    minutes = max(0, round((made_at - asked_at).total_seconds() / 60))
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{minutes} min before this page"
    hours = round(minutes / 60)
    return f"{hours} h before this page" if hours < 48 else f"{round(hours / 24)} days before this page"


def moment(at: datetime) -> str:
    """Return "2026-11-25 10:15 UTC"."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
