"""The law of the limits: the earliest moment at which every window still holds."""

from collections import deque
from collections.abc import Callable, Sequence

from leanrig.providers.http.rates import Rate

__all__ = ["earliest", "paced", "seconds_for"]

_MOST = 0.015


def earliest(
    newest: Callable[[int], float | None], rates: Sequence[Rate], *, now: float, not_before: float = 0.0
) -> float:
    """Return the earliest moment for one more departure.

    Parameters
    ----------
    newest
        n -> the moment of the n-th newest departure (1 is the newest), None where there are fewer.
    now, not_before
        Seconds on one clock, the same as the moments.

    Notes
    -----
    At most n departures in any window (t - s, t] holds exactly where each departure is s or more after the n-th one
    before it. Departures never overtake: the answer is not before the newest.
    """
    moments = [now, not_before, newest(1) or now]
    for rate in rates:
        nth = newest(rate.count)
        if nth is not None:
            moments.append(nth + rate.seconds)
    return max(moments)


def paced(rate: Rate, margin_s: float) -> Rate:
    """Return the rate with a window longer by `margin_s` seconds, at most by 1.5 %."""
    return Rate(rate.count, rate.seconds + min(margin_s, _MOST * rate.seconds))


def seconds_for(
    requests: int,
    taken: Sequence[float],
    rates: Sequence[Rate],
    *,
    now: float,
    not_before: float = 0.0,
    each_s: float = 0.0,
) -> float:
    """Return how many seconds `requests` more take, one after the other, beside those that are `taken` (ascending).

    Parameters
    ----------
    each_s
        How long one of them takes by itself.
    """
    held = deque(taken, maxlen=max((rate.count for rate in rates), default=1))
    moment = now
    for _ in range(requests):
        departure = earliest(lambda n: held[-n] if n <= len(held) else None, rates, now=moment, not_before=not_before)
        held.append(departure)
        moment = departure + each_s
    return moment - now
