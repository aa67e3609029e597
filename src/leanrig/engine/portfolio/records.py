"""Profit of closed trades in the order of their times."""

from collections.abc import Iterator
from decimal import Decimal

__all__ = ["Records"]


class Records:
    """(time_us, profit after fees, whether it is a win), with distinct times: later ones of one moment move by 1 ms."""

    def __init__(self) -> None:
        self._by_time: dict[int, tuple[Decimal, bool]] = {}

    def add(self, time_us: int, profit: Decimal, is_win: bool) -> None:
        while time_us in self._by_time:
            time_us += 1000
        self._by_time[time_us] = (profit, is_win)

    def __iter__(self) -> Iterator[tuple[int, Decimal, bool]]:
        return iter([(time_us, *entry) for time_us, entry in sorted(self._by_time.items())])

    def __len__(self) -> int:
        return len(self._by_time)

    @property
    def wins(self) -> int:
        return sum(is_win for _, is_win in self._by_time.values())

    @property
    def losses(self) -> int:
        return len(self) - self.wins
