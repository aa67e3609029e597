"""When a run's figures end: what several rules of the verdict ask. Pure."""

from datetime import UTC, datetime, timedelta

from leanrig.model.result import Result

__all__ = ["dated", "ends_early", "last_sample", "shortened"]

# Trading days between the last sample and the end date that a long weekend explains.
_DAYS_OF_GRACE = 3


def ends_early(result: Result) -> bool:
    """Return whether the last sample lies before the end date by more than a long weekend explains."""
    end = result.configuration.end if result.configuration else None
    last = last_sample(result)
    return end is not None and last is not None and _weekdays_between(last, end) > _DAYS_OF_GRACE


def last_sample(result: Result) -> datetime | None:
    """Return the moment of the last equity sample; one at midnight tells of the day before."""
    equity = result.equity
    return datetime.fromtimestamp(equity.times[-1], UTC) if equity is not None else None


def dated(last: datetime | None) -> dict[str, float | str | datetime]:
    """Return a reason's value of that name; none where there is no sample."""
    return {"last": last} if last else {}


def shortened(text: str) -> str:
    """Return what Lean said without its stack trace."""
    return text.partition(" Stack Trace: ")[0].strip()


def _weekdays_between(last: datetime, end: datetime) -> int:
    days = (end.date() - last.date()).days
    return sum((last.date() + timedelta(days=number)).weekday() < 5 for number in range(1, days + 1))
