"""Tick files as columns: cells by their places in the bytes, numbers in one pass, texts when somebody looks."""

import numpy as np
import numpy.typing as npt

__all__ = ["TickCells"]

Ints = npt.NDArray[np.int64]
_NEWLINE, _COMMA, _DOT, _SPACE, _RETURN, _ZERO, _NINE = b"\n,. \r09"
_MOST_DIGITS = 18


class TickCells:
    """The cells of a file's lines; lines with fewer than `least` cells are left out and counted in `lost`."""

    def __init__(self, content: bytes, least: int) -> None:
        if not content.endswith(b"\n"):
            content += b"\n"
        self._content = content
        self._letters = np.frombuffer(content, dtype=np.uint8)
        ends = np.flatnonzero((self._letters == _COMMA) | (self._letters == _NEWLINE))
        line_ends = np.flatnonzero(self._letters[ends] == _NEWLINE)
        first = np.concatenate([np.zeros(1, dtype=np.int64), line_ends[:-1] + 1])
        count = line_ends - first + 1
        good = count >= least
        self.lost = int((~good & (count > 1)).sum())
        self._first, self._count = first[good], count[good]
        self._ends = ends
        self._begins = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])

    def __len__(self) -> int:
        return len(self._first)

    def keep(self, rows: npt.NDArray[np.bool_]) -> None:
        """Leave the other lines out."""
        self._first, self._count = self._first[rows], self._count[rows]

    def some(self, rows: Ints) -> "TickCells":
        """The cells of these lines."""
        copy = TickCells.__new__(TickCells)
        copy.__dict__.update(self.__dict__)
        copy._first, copy._count = self._first[rows], self._count[rows]
        return copy

    def numbers(self, column: int) -> tuple[Ints, Ints | None]:
        """Mantissas of a column, and digits after the point where there are any; letters count as Lean counts them."""
        begin, end = self._begins[self._first + column], self._ends[self._first + column]
        mantissas = np.zeros(len(begin), dtype=np.int64)
        places = np.full(len(begin), -1, dtype=np.int64)
        last = len(self._letters) - 1
        for step in range(min(int((end - begin).max(initial=0)), _MOST_DIGITS + 1)):
            place = begin + step
            letter = self._letters[np.minimum(place, last)].astype(np.int64)
            inside = (place < end) & (letter != _RETURN) & (letter != _SPACE)
            point = inside & (letter == _DOT)
            digit = inside & ~point
            mantissas = np.where(digit, mantissas * 10 + letter - _ZERO, mantissas)
            places = np.where(point, 0, places + (digit & (places >= 0)))
        return mantissas, np.maximum(places, 0) if (places > 0).any() else None

    def text(self, row: int, column: int) -> str:
        """A cell as text; empty where the line has no such cell."""
        if column >= self._count[row]:
            return ""
        cell = self._first[row] + column
        return self._content[self._begins[cell] : self._ends[cell]].decode("latin-1").strip()
