"""Equity samples, statistics and endings of two runs; pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from leanrig.backtest.compare_text import MOST, is_near, plain, shown
from leanrig.model.comparison import Difference, Part
from leanrig.model.result import Result, Series

__all__ = ["compare_ending", "compare_equity", "compare_mappings", "compare_statistics"]

_HASH = "OrderListHash"
_PATH = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][^\s/\\:'\"]+)+[/\\]")


def compare_equity(left: Result, right: Result, *, tolerance: float = 0.0) -> Part:
    """Return how the account's samples differ, by their simulated time."""
    a, b = _samples(left.equity), _samples(right.equity)
    missing = [word for word, samples in (("the first", a), ("the second", b)) if not samples]
    note = f"{' and '.join(missing)} run left no equity samples" if missing else ""
    unequal = [time for time in sorted(a.keys() | b.keys()) if not _is_same(a.get(time), b.get(time), tolerance)]
    differences = (
        Difference("equity", _told(a.get(time)), _told(b.get(time)), datetime.fromtimestamp(time, UTC))
        for time in unequal[:MOST]
    )
    total = len(a.keys() | b.keys())
    return Part("equity", total - len(unequal), total, tuple(differences), note)


def compare_statistics(left: Result, right: Result, *, has_hash: bool = True) -> Part:
    """Return how Lean's statistics differ, text by text; the order-list hash counts as one where both name it."""
    a, b = dict(left.statistics), dict(right.statistics)
    note = ""
    if has_hash and left.order_list_hash and right.order_list_hash:
        a[_HASH], b[_HASH] = left.order_list_hash, right.order_list_hash
    else:
        note = "the order-list hash is not compared" + ("" if has_hash else ": it has no tolerance")
    return compare_mappings("statistics", a, b, note=note)


def compare_ending(left: Result, right: Result) -> Part:
    """Return how the runs ended: status, error, and what the algorithm had asked for, where both files say it."""
    a, b = _asked(left), _asked(right)
    unsaid = [name for name in a if (a[name] is None) != (b[name] is None)]
    note = f"{', '.join(unsaid)}: one side does not say" if unsaid else ""
    said = [name for name in a if a[name] is not None and b[name] is not None]
    ends = [_ended(result) | {name: asked[name] for name in said} for result, asked in ((left, a), (right, b))]
    return compare_mappings("ending", *ends, note=note)


def compare_mappings(name: str, left: Mapping[str, Any], right: Mapping[str, Any], *, note: str = "") -> Part:
    """Return how two mappings differ, key by key in the order of the first one."""
    keys = list(dict.fromkeys([*left, *right]))
    unequal = [key for key in keys if _normal(left.get(key)) != _normal(right.get(key))]
    differences = tuple(Difference(key, shown(left.get(key)), shown(right.get(key))) for key in unequal[:MOST])
    return Part(name, len(keys) - len(unequal), len(keys), differences, note)


def _samples(series: Series | None) -> dict[int, tuple[float, ...]]:
    if series is None:
        return {}
    values: Sequence[tuple[float, ...]] = series.candles or [(value,) for value in series.values]
    return dict(zip(series.times, values, strict=True))


def _is_same(left: tuple[float, ...] | None, right: tuple[float, ...] | None, tolerance: float) -> bool:
    if left is None or right is None or len(left) != len(right):
        return left is right
    return all(is_near(a, b, tolerance=tolerance) for a, b in zip(left, right, strict=True))


def _told(sample: tuple[float, ...] | None) -> str:
    """Return a sample: its value, or open, high, low and close where they are not all the same."""
    if sample is None:
        return shown(None)
    return shown(sample[0]) if len({plain(value) for value in sample}) == 1 else " ".join(shown(v) for v in sample)


def _normal(value: Any) -> Any:
    """Return a statistic as it is compared: Lean writes "-0" where it means "0"."""
    return "0" if value == "-0" else plain(value)


def _ended(result: Result) -> dict[str, Any]:
    return {
        "result file": "cut off" if result.torn else "there" if result.has_json else "not there",
        "status": result.status,
        "runtime error": _PATH.sub("", result.state.runtime_error.strip().partition("\n")[0]),
    }


def _asked(result: Result) -> dict[str, Any]:
    """Return what the algorithm asked for; the cloud's answers do not say all of it."""
    asked = result.configuration
    return {
        "first day": asked.start if asked else None,
        "last day": asked.end if asked else None,
        "account currency": (asked.currency or None) if asked else None,
        "brokerage model": asked.brokerage if asked else None,
        "account type": asked.account_type if asked else None,
        "days a year": asked.days_per_year if asked else None,
    }
