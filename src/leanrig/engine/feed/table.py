"""CSV bytes as columns of whole numbers, in one pass over arrays."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Table", "parse"]

Ints = npt.NDArray[np.int64]
_NEWLINE, _COMMA, _DOT, _SPACE, _COLON = b"\n"[0], b","[0], b"."[0], b" "[0], b":"[0]
_KNOWN = np.zeros(256, dtype=bool)
_KNOWN[list(b"0123456789.,\n")] = True
_DATED = _KNOWN.copy()
_DATED[[_SPACE, _COLON]] = True
_MOST_DIGITS = 18


class Table(NamedTuple):
    """Cells of a file.

    Attributes
    ----------
    first
        The first column: milliseconds, or dates as the number yyyyMMddHHmm.
    cells
        Shape (n_rows, n_columns - 1): mantissas, that is the digits without the point.
    scales
        Digits after the point, of the same shape; None where no cell has a point.
    """

    first: Ints
    cells: Ints
    scales: Ints | None


def parse(content: bytes, columns: int, *, dated: bool) -> Table | None:
    """Read a regular file; None for one that must be read as Lean reads it, letter by letter.

    Parameters
    ----------
    content
        Lines without a header.
    columns
        Cells a line, the time included.
    dated
        Whether the first column is `yyyyMMdd HH:mm` rather than a whole number.
    """
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    if not content.endswith(b"\n"):
        content += b"\n"
    letters = np.frombuffer(content, dtype=np.uint8)
    if not (_DATED if dated else _KNOWN)[letters].all():
        return None
    ends = np.flatnonzero((letters == _COMMA) | (letters == _NEWLINE))
    if len(ends) % columns:
        return None
    last = letters[ends].reshape(-1, columns) == _NEWLINE
    if not last[:, -1].all() or last[:, :-1].any():
        return None
    begins = np.empty_like(ends)
    begins[0], begins[1:] = 0, ends[:-1] + 1
    if int((ends - begins).max()) > _MOST_DIGITS or (
        dated and not _all_dates(letters, begins[::columns], ends[::columns])
    ):
        return None
    scales = _scales(letters, ends)
    numbers = _numbers(content, len(ends), empty=bool((ends == begins).any()))
    if numbers is None:
        return None
    grid = numbers.reshape(-1, columns)
    if scales is not None:
        scales = scales.reshape(-1, columns)
        if scales[:, 0].any():
            return None
        scales = scales[:, 1:]
    return Table(grid[:, 0], grid[:, 1:], scales)


def _scales(letters: npt.NDArray[np.uint8], ends: Ints) -> Ints | None:
    points = np.flatnonzero(letters == _DOT)
    if not len(points):
        return None
    cell = np.searchsorted(ends, points)
    scales = np.zeros(len(ends), dtype=np.int64)
    scales[cell] = ends[cell] - points - 1
    return scales


def _numbers(content: bytes, count: int, *, empty: bool) -> Ints | None:
    digits = content.translate(None, b". :")
    if empty:
        # An empty cell is 0.
        digits = digits.replace(b"\n", b",").replace(b",,", b",0,").replace(b",,", b",0,")
        if digits.startswith(b","):
            digits = b"0" + digits
    else:
        digits = digits.replace(b"\n", b",")
    numbers = np.fromstring(digits, dtype=np.int64, sep=",")
    return numbers if len(numbers) == count else None


def _all_dates(letters: npt.NDArray[np.uint8], begins: Ints, ends: Ints) -> bool:
    """Whether every first cell looks like `yyyyMMdd HH:mm`."""
    if not (ends - begins == 14).all():
        return False
    return bool((letters[begins + 8] == _SPACE).all() and (letters[begins + 11] == _COLON).all())
