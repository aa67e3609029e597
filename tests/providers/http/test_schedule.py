"""No window is ever exceeded, and nobody waits longer than a window needs."""

from hypothesis import given
from hypothesis import strategies as st

from leanrig.providers.http.rates import Rate
from leanrig.providers.http.schedule import earliest, paced, seconds_for

RATES = st.lists(st.builds(Rate, st.integers(1, 6), st.integers(1, 12)), min_size=1, max_size=3)


def fullest(moments: list[float], seconds: float) -> int:
    """The most departures in any window (t - seconds, t]."""
    return max(sum(end - seconds < moment <= end for moment in moments) for end in moments)


@given(RATES, st.lists(st.integers(0, 5), min_size=1, max_size=40))
def test_no_window_is_exceeded_and_no_wait_is_idle(rates: list[Rate], gaps: list[int]) -> None:
    taken: list[float] = []
    now = 0.0
    for gap in gaps:
        now += gap
        at = earliest(lambda n: taken[-n] if n <= len(taken) else None, rates, now=now)
        assert at >= now
        if at > max([now, *taken[-1:]]):
            early = [*taken, at - 0.5]
            assert any(fullest(early, rate.seconds) > rate.count for rate in rates)
        taken.append(at)
        now = at if gap % 2 else now
    assert all(fullest(taken, rate.seconds) <= rate.count for rate in rates)
    assert taken == sorted(taken)


def test_two_windows_hold_at_once() -> None:
    rates = (Rate(5, 1), Rate(200, 60))
    assert seconds_for(5, [], rates, now=100) == 0
    assert seconds_for(6, [], rates, now=100) == 1
    assert seconds_for(200, [], rates, now=100) == 39
    assert seconds_for(201, [], rates, now=100) == 60
    assert seconds_for(401, [], rates, now=100) == 120


def test_a_margin_lengthens_a_window_by_no_more_than_its_share() -> None:
    assert paced(Rate(5, 1), 0.03) == Rate(5, 1.015)
    assert paced(Rate(200, 60), 0.03) == Rate(200, 60.03)
    assert paced(Rate(200, 60), 0) == Rate(200, 60)


def test_an_estimate_knows_what_was_taken_and_how_long_each_takes() -> None:
    assert seconds_for(1, [98.0, 99.0], (Rate(2, 10),), now=100) == 8
    assert seconds_for(3, [], (), now=0, each_s=0.5) == 1.5
    assert seconds_for(2, [], (Rate(1, 10),), now=0, each_s=0.5) == 10.5
    assert seconds_for(1, [], (Rate(9, 1),), now=0, not_before=4) == 4
    assert seconds_for(0, [], (Rate(9, 1),), now=0, not_before=4) == 0
