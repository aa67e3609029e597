"""Texts of numbers are the shortest that read back the same; ten-thousandths are rounded as decimals are."""

from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leanrig.store.number_texts import decimal_texts, joined_lines, scaled_texts, whole_texts

POSITIVE = st.floats(min_value=0, max_value=1e18, allow_nan=False, allow_subnormal=False)
PRICES = st.one_of(POSITIVE, st.integers(1, 10**14).map(lambda n: n / 10**8), st.integers(1, 10**9).map(float))


@given(st.lists(PRICES, min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_they_are_pythons_shortest_digits_without_an_exponent(values: list[float]) -> None:
    texts = decimal_texts(np.array(values)).to_pylist()
    assert [float(text) for text in texts] == values
    assert all(Decimal(text) == Decimal(repr(value)) for text, value in zip(texts, values, strict=True))
    assert all(set(text) <= set("0123456789.") and "." in text for text in texts)


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_a_stocks_price_is_rounded_half_to_even(millionths: list[int]) -> None:
    values = [n / 10**6 for n in millionths]
    exact = [(Decimal(repr(v)) * 10_000).to_integral_value(ROUND_HALF_EVEN) for v in values]
    assert scaled_texts(np.array(values)).to_pylist() == [str(max(int(n), 1)) for n in exact]


def test_halves_that_binary_numbers_only_come_near() -> None:
    values = np.array([0.00015, 0.00025, 1.00005, 1.00015, 200.12345, 200.12355, 0.00001, 0.0, np.nan])
    assert scaled_texts(values).to_pylist() == ["2", "2", "10000", "10002", "2001234", "2001236", "1", "0", "0"]
    assert whole_texts(np.array([2.5, 3.5, 1e15, np.nan])).to_pylist() == ["2", "4", "1000000000000000", "0"]
    assert decimal_texts(np.array([1e9, 1e10, 12345678901.5])).to_pylist() == [
        "1000000000.0", "10000000000.0", "12345678901.5",
    ]  # fmt: skip
    assert decimal_texts(np.array([np.nan, 1e-9, 1e15, 300.0])).to_pylist() == [
        "0.0", "0.000000001", "1000000000000000.0", "300.0",
    ]  # fmt: skip


def test_lines_are_joined_and_each_can_be_found() -> None:
    text, offsets = joined_lines([whole_texts(np.arange(3.0)), decimal_texts(np.array([0.5, 10.25, 3.0]))])
    assert text == b"0,0.5\n1,10.25\n2,3.0\n"
    assert [text[a:b] for a, b in pairwise(offsets)] == [b"0,0.5\n", b"1,10.25\n", b"2,3.0\n"]
