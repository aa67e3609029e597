"""Retry-After in every form; the law of the waits. Dates are RFC 9110's own example."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanrig.providers.http.waits import asked_wait, backoff, http_date, in_words

NOW = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
LATER = format_datetime(NOW + timedelta(seconds=90), usegmt=True)
EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"Retry-After": "30"}, 30),
        ({"retry-after": "1.5"}, 1.5),
        ({"Retry-After": " 7 "}, 7),
        ({"Retry-After": LATER}, 90),
        ({"Retry-After": "Sunday, 06-Nov-94 08:51:07 GMT"}, 90),
        ({"Retry-After": "Sun Nov  6 08:51:07 1994"}, 90),
        ({"Retry-After": "Sun, 06 Nov 1994 08:49:00 GMT"}, 0),
        ({"Retry-After": "-5"}, 0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": ""}, None),
        ({"retry-after-ms": "250", "Retry-After": "30"}, 0.25),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH + 12)}, 12),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str((EPOCH + 12) * 1000)}, 12),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9"}, 9),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH - 12)}, 0),
        ({"X-RateLimit-Remaining": "3", "X-RateLimit-Reset": "9"}, None),
        ({"X-RateLimit-Reset": "9"}, None),
        ({"Retry-After": "2", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9"}, 2),
        ({"Retry-After": "soon", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9"}, 9),
    ],
)
def test_what_the_vendor_asks_for(headers: dict[str, str], wait: float | None) -> None:
    assert asked_wait(headers, now=NOW) == wait


def test_a_wrong_clock_here_does_not_change_the_wait() -> None:
    headers = {"Retry-After": LATER, "Date": format_datetime(NOW, usegmt=True)}
    assert asked_wait(headers, now=NOW + timedelta(hours=5)) == 90


@given(st.integers(1, 200), st.floats(0, 1))
def test_waits_double_from_the_first_to_the_longest(attempt: int, draw: float) -> None:
    wait = backoff(attempt, first_s=1, longest_s=60, draw=draw)
    whole = min(60, 2 ** min(attempt - 1, 10))
    assert 0.8 * whole <= wait <= whole
    assert math.isclose(wait, whole * (0.8 + 0.2 * draw))


def test_dates() -> None:
    assert http_date("Sun, 06 Nov 1994 08:49:37 GMT") == NOW
    assert http_date(None) is None
    assert http_date("31 Feb") is None


@pytest.mark.parametrize(("seconds", "words"), [(0, "in 1 s"), (39.2, "in 40 s"), (150, "in 3 min"), (9000, "in 3 h")])
def test_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
