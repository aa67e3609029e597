"""A machine that is fed bar by bar; the end of its window is now."""

from collections import deque


class Pullback:
    def __init__(self, period: int = 30) -> None:
        self._closes: deque[float] = deque(maxlen=period)

    def update(self, close: float) -> float | None:
        self._closes.append(close)
        if len(self._closes) < self._closes.maxlen:
            return None
        newest_first = list(reversed(self._closes))
        return newest_first[0] / max(newest_first) - 1
