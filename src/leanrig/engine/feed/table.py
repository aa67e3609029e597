"""CSV bytes as columns of whole numbers, in one pass over arrays."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Table", "long_number", "parse", "within_range"]

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
    if dated and not _all_dates(letters, begins[::columns], ends[::columns]):
        return None
    points, scales = _scales(letters, ends)
    digits = ends - begins
    digits[points] -= 1
    long = np.flatnonzero(digits > _MOST_DIGITS).tolist()
    exact = [long_number(content[begins[cell] : ends[cell]]) for cell in long]
    if exact:
        content = _without(content, [(int(begins[cell]), int(ends[cell])) for cell in long])
    numbers = _numbers(content, len(ends), empty=bool((digits == 0).any()))
    if numbers is None:
        return None
    for cell, (mantissa, places) in zip(long, exact, strict=True):
        numbers[cell] = mantissa
        if scales is not None:
            scales[cell] = places
    grid = numbers.reshape(-1, columns)
    if scales is not None:
        scales = scales.reshape(-1, columns)
        if scales[:, 0].any():
            return None
        scales = scales[:, 1:]
    return Table(grid[:, 0], grid[:, 1:], scales)


def long_number(text: bytes) -> tuple[int, int]:
    """Mantissa and places of a number with more digits than 18, as Lean's 64 bits hold it.

    What fits 64 bits without a sign but not with one loses its last digit.
    """
    whole, _, rest = text.partition(b".")
    return within_range(int(whole + rest) & (2**64 - 1), len(rest))


def within_range(mantissa: int, places: int) -> tuple[int, int]:
    """Mantissa and places, without the last digit where the mantissa is beyond a signed 64-bit number."""
    return (mantissa, places) if mantissa < 2**63 or not places else (mantissa // 10, places - 1)


def _without(content: bytes, spans: list[tuple[int, int]]) -> bytes:
    """The content with zeros in these places."""
    letters = bytearray(content)
    for begin, end in spans:
        letters[begin:end] = b"0" * (end - begin)
    return bytes(letters)


def _scales(letters: npt.NDArray[np.uint8], ends: Ints) -> tuple[Ints, Ints | None]:
    """Cells that have a point, and for all cells the digits after it."""
    points = np.flatnonzero(letters == _DOT)
    if not len(points):
        return points, None
    cell = np.searchsorted(ends, points)
    scales = np.zeros(len(ends), dtype=np.int64)
    scales[cell] = ends[cell] - points - 1
    return cell, scales


def _numbers(content: bytes, count: int, *, empty: bool) -> Ints | None:
    digits = content.translate(None, b". :")
    if empty:
        # An empty cell is 0, as is one with nothing but a point.
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
