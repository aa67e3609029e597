"""Irregular CSV files, read letter by letter as Lean does: what it makes of a torn row or of text in a number."""

from collections.abc import Callable

import numpy as np

from leanrig.engine.feed.table import Table, within_range

__all__ = ["read_as_lean"]

_END, _COMMA, _NEWLINE, _RETURN, _SPACE, _MINUS, _DOT, _ZERO = -1, *b",\n\r -.0"
_MOST_PLACES = 28


class _Letters:
    """A cursor over bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._place = 0

    @property
    def at_end(self) -> bool:
        return self._place >= len(self._content)

    def line(self) -> None:
        """Skip to the next line."""
        found = self._content.find(b"\n", self._place)
        self._place = len(self._content) if found < 0 else found + 1

    def text(self) -> str:
        """Letters up to a comma or the line's end, spaces in front left out."""
        letters = bytearray()
        letter = self._after_spaces()
        while letter != _COMMA and not self._ends(letter):
            letters.append(letter)
            letter = self._next()
        return letters.decode("latin-1")

    def number(self) -> tuple[int, int]:
        """Mantissa and places; every letter counts as its distance from `0`."""
        letter = self._after_spaces()
        negative = letter == _MINUS
        if negative:
            letter = self._next()
        value, places = 0, -1
        while letter not in (_COMMA, _SPACE) and not self._ends(letter):
            if letter == _DOT:
                places = 0
            else:
                value = value * 10 + letter - _ZERO
                places += places >= 0
            letter = self._next()
        # .NET's decimal takes the low 64 bits as they are.
        value &= 2**64 - 1
        if places > _MOST_PLACES:
            raise ValueError(f"{places} digits after the point are more than a decimal holds")
        value, places = within_range(value, max(places, 0))
        return -value if negative else value, places

    def _next(self) -> int:
        if self.at_end:
            return _END
        self._place += 1
        return self._content[self._place - 1]

    def _after_spaces(self) -> int:
        letter = self._next()
        while letter == _SPACE:
            letter = self._next()
        return letter

    def _ends(self, letter: int) -> bool:
        if letter == _RETURN:
            if self._content[self._place : self._place + 1] == b"\n":
                self._place += 1
            return True
        return letter in (_NEWLINE, _END)


def read_as_lean(content: bytes, columns: int, *, dated: bool, fail: Callable[[str], None]) -> Table:
    """Read rows; each that cannot be read is reported, and the rest of the line after it is lost.

    Parameters
    ----------
    columns
        Cells a row, the time included.
    dated
        Whether the first column is `yyyyMMdd HH:mm`.
    fail
        Takes the reason for each lost row.
    """
    letters = _Letters(content)
    first, cells, scales = [], [], []
    while not letters.at_end:
        try:
            moment = _date_number(letters.text()) if dated else letters.number()[0]
            row = [letters.number() for _ in range(columns - 1)]
        except ValueError as err:
            fail(str(err))
            letters.line()
            continue
        first.append(moment)
        cells.append([mantissa for mantissa, _ in row])
        scales.append([places for _, places in row])
    shape = (len(first), columns - 1)
    return Table(
        np.array(first, dtype=np.int64),
        np.array(cells, dtype=np.int64).reshape(shape),
        np.array(scales, dtype=np.int64).reshape(shape),
    )


def _date_number(text: str) -> int:
    """`yyyyMMdd HH:mm` as a number of its digits."""
    digits = text[:8] + text[9:11] + text[12:]
    if len(text) != 14 or text[8] != " " or text[11] != ":" or not digits.isdigit():
        raise ValueError(f"String '{text}' was not recognized as a valid DateTime.")
    return int(digits)
