"""The floor: the workloads' strategy as a bare loop, with nothing of an engine around it.

A mean of 10 closes above one of 30 holds 100 shares, else none; decided at a close, done at the next open.
"""

import time
from collections import deque

from bars import Workload

__all__ = ["RIGHT", "run_floor"]

# Orders that fill, and the end equity, in whole ticks.
RIGHT = {"a": (19_308, 10_001_364.41), "b": (4_982, 10_038_181.97)}
CASH = 10_000_000.0
_FAST, _SLOW = 10, 30


class _Crossing:
    __slots__ = ("fast", "held", "long", "recent", "slow")

    def __init__(self) -> None:
        self.recent: deque[float] = deque()
        self.fast = self.slow = 0.0
        self.held = self.long = 0

    def close(self, price: float) -> None:
        recent = self.recent
        recent.append(price)
        self.fast += price
        self.slow += price
        count = len(recent)
        if count > _FAST:
            self.fast -= recent[-1 - _FAST]
        if count > _SLOW:
            self.slow -= recent.popleft()
        if count >= _SLOW:
            self.long = 100 if self.fast * (_SLOW / _FAST) > self.slow else 0


def run_floor(work: Workload) -> tuple[float, int, float]:
    """Return seconds, orders and end equity of one pass."""
    opens = list(zip(*(frame["open"].tolist() for frame in work.frames.values()), strict=True))
    closes = list(zip(*(frame["close"].tolist() for frame in work.frames.values()), strict=True))
    began = time.perf_counter()
    crossings = [_Crossing() for _ in work.frames]
    cash, orders = CASH, 0
    for opened, closed in zip(opens, closes, strict=True):
        for crossing, first, last in zip(crossings, opened, closed, strict=True):
            if crossing.long != crossing.held:
                cash -= (crossing.long - crossing.held) * first
                crossing.held = crossing.long
                orders += 1
            crossing.close(last)
    end = cash + sum(crossing.held * last for crossing, last in zip(crossings, closes[-1], strict=True))
    return time.perf_counter() - began, orders, end
