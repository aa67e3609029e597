""".NET's seeded random numbers: the subtractive generator that `System.Random(seed)` uses."""

from leanrig.engine.naming import Dotnet

__all__ = ["Random"]

_BIG = 2147483647
_SEED = 161803398


class Random(Dotnet):
    """`Random(seed)`: the same numbers as .NET gives for that seed."""

    def __init__(self, seed: int = 0) -> None:
        self._numbers = [0] * 56
        start = _BIG if seed == -(2**31) else abs(seed)
        self._fill(_SEED - start)
        self._first, self._second = 0, 21

    def _fill(self, last: int) -> None:
        numbers = self._numbers
        numbers[55], step, place = last, 1, 0
        for count in range(1, 55):
            place = 21 * count % 55
            numbers[place] = step
            step = last - step + (_BIG if last - step < 0 else 0)
            last = numbers[place]
        for _ in range(4):
            for count in range(1, 56):
                # .NET wraps at 32 bits here.
                value = numbers[count] - numbers[1 + (count + 30) % 55]
                value = (value + 2**31) % 2**32 - 2**31
                numbers[count] = value + _BIG if value < 0 else value

    def _sample(self) -> int:
        self._first = 1 if self._first >= 55 else self._first + 1
        self._second = 1 if self._second >= 55 else self._second + 1
        value = self._numbers[self._first] - self._numbers[self._second]
        value -= value == _BIG
        value += _BIG if value < 0 else 0
        self._numbers[self._first] = value
        return value

    def next_double(self) -> float:
        """A float in [0, 1)."""
        return self._sample() * (1.0 / _BIG)

    def next(self, *bounds: int) -> int:
        """`next()`, `next(below)` or `next(from, below)`."""
        if not bounds:
            return self._sample()
        low, high = (0, bounds[0]) if len(bounds) == 1 else bounds
        return low + int(self._sample() * (1.0 / _BIG) * (high - low))
