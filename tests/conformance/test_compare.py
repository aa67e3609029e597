"""Texts are equal or not; minus zero is zero, as in Lean's own harness."""

import gzip
import json
from pathlib import Path

import pytest

from leanrig.conformance.compare import compare
from leanrig.conformance.recorded import read_recorded
from leanrig.errors import BadInput, Missing


def test_every_expected_text_counts_and_the_hash_is_one_of_them() -> None:
    found = compare(
        {"A": "1", "B": "2%", "OrderListHash": "x"}, {"A": "1", "B": "2.0%", "OrderListHash": "x", "C": "7"}
    )
    assert (found.equal, found.total, found.hash_equal) == (2, 3, True)
    assert found.differences == {"B": ("2%", "2.0%")}


@pytest.mark.parametrize(("expected", "found"), [("-0", "0"), ("0", "-0"), ("-0", "-0")])
def test_minus_zero_is_zero(expected: str, found: str) -> None:
    assert not compare({"A": expected}, {"A": found}).differences


def test_what_is_not_there_differs() -> None:
    found = compare({"A": "0", "OrderListHash": "x"}, {})
    assert found.differences == {"A": ("0", None), "OrderListHash": ("x", None)}
    assert found.hash_equal is False
    assert compare({"A": "0"}, {"A": "0"}).hash_equal is None


def test_recorded_answers_are_read_packed_or_plain(tmp_path: Path) -> None:
    answer = {"statistics": {"A": "1"}, "order_list_hash": "x", "state": {"Status": "Completed"}, "tier": "T1"}
    (tmp_path / "One.json").write_text(json.dumps(answer))
    (tmp_path / "Two.json.gz").write_bytes(gzip.compress(json.dumps(answer).encode()))
    one, two = read_recorded(tmp_path, "One"), read_recorded(tmp_path, "Two")
    assert one is not None
    assert two is not None
    assert one.statistics == two.statistics == {"A": "1", "OrderListHash": "x"}
    assert (one.status, one.tier) == ("Completed", "T1")
    assert read_recorded(tmp_path, "Three") is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"statistics": 3}'])
def test_torn_answers_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "One.json").write_text(text)
    with pytest.raises(BadInput, match="recorded answer"):
        read_recorded(tmp_path, "One")
    with pytest.raises(Missing):
        read_recorded(tmp_path / "nowhere", "One")
