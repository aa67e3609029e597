"""Numbers as Lean's files write them: the shortest decimals that read back the same, never with an exponent."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["EQUITY_SCALE", "decimal_texts", "joined_lines", "scaled_texts", "whole_texts"]

EQUITY_SCALE = 10_000
_NEAR_HALF = 1e-6
# Outside of these Arrow may write 1e-7 or 1e+10.
_NO_POWER = (1e-4, 1e9)


def decimal_texts(values: "np.typing.NDArray[np.float64]") -> Any:
    """Return each number's shortest decimal text with at least one digit after the point; NaN is 0."""
    known = np.where(np.isnan(values), 0.0, values)
    texts = pa.array(known).cast(pa.string())
    size = np.abs(known)
    whole = (known == np.rint(known)) & (size < _NO_POWER[1])
    if whole.any():
        texts = pc.if_else(pa.array(whole), pc.binary_join_element_wise(texts, "0", "."), texts)
    powers = ((size > 0) & (size < _NO_POWER[0])) | (size >= _NO_POWER[1])
    if powers.any():
        plain = [np.format_float_positional(value, trim="0") for value in known[powers]]
        texts = pc.replace_with_mask(texts, pa.array(powers), pa.array(plain))
    return texts


def scaled_texts(prices: "np.typing.NDArray[np.float64]") -> Any:
    """Return prices as whole ten-thousandths, halves to the even one; no price becomes 0 (Lean would drop it)."""
    scaled = np.where(np.isnan(prices), 0.0, prices) * EQUITY_SCALE
    whole = np.rint(scaled)
    for row in np.flatnonzero(np.abs(np.abs(scaled - np.trunc(scaled)) - 0.5) < _NEAR_HALF):
        # Whether 0.00015 is a half cannot be seen in its binary form: its text says so.
        exact = Decimal(repr(float(prices[row]))) * EQUITY_SCALE
        whole[row] = float(exact.to_integral_value(ROUND_HALF_EVEN))
    return whole_texts(np.where((prices > 0) & (whole < 1), 1.0, whole))


def whole_texts(values: "np.typing.NDArray[np.float64]") -> Any:
    """Return the numbers rounded to whole ones; NaN is 0."""
    return pa.array(np.rint(np.where(np.isnan(values), 0.0, values)).astype("int64")).cast(pa.string())


def joined_lines(columns: list[Any]) -> tuple[bytes, "np.typing.NDArray[np.int64]"]:
    """Return all lines in one text, and where each begins (one more than there are lines: the end)."""
    if not len(columns[0]):
        return b"", np.zeros(1, dtype=np.int64)
    lines = pc.binary_join_element_wise(*columns[:-1], pc.binary_join_element_wise(columns[-1], "", "\n"), ",")
    lines = lines.combine_chunks() if isinstance(lines, pa.ChunkedArray) else lines
    offsets = np.concatenate([[0], np.cumsum(pc.binary_length(lines).to_numpy().astype(np.int64))])
    text = lines.cast(pa.large_string()).buffers()[2].to_pybytes()[: offsets[-1]]
    return text, offsets
