"""A value that enters Python comes out of it again, in the formatter's style."""

import ast
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.filters import as_python

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=4), max_leaves=8)


def as_tuples(value: object) -> object:
    return tuple(as_tuples(item) for item in value) if isinstance(value, list) else value


@given(values)
def test_what_is_written_is_read_back(value: object) -> None:
    assert ast.literal_eval(as_python(value)) == as_tuples(value)


@given(st.text())
def test_a_text_is_one_line(text: str) -> None:
    assert len(as_python(text).splitlines()) == 1


def test_the_formatter_changes_nothing() -> None:
    values = ("a", "it's", 'say "x"', "b\\n", (1, 2.5), (1,), (("a", (1, 2)),), None, True, "é")
    lines = [f"x = {as_python(value)}\n" for value in values]
    text = "".join(lines)
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "-"]
    assert subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": 1}, object(), b"x", [float("-inf")]])
def test_what_is_no_plain_value_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be written"):
        as_python(value)
