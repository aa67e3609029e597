"""Columns from bytes: fast where files are regular, and as Lean reads letters where they are not."""

import numpy as np
import pytest

from leanrig.engine.feed.lean_reader import read_as_lean
from leanrig.engine.feed.table import parse


def _decimals(table):
    scales = np.zeros_like(table.cells) if table.scales is None else table.scales
    return [
        [f"{cell}e-{scale}" for cell, scale in zip(*row, strict=True)] for row in zip(table.cells, scales, strict=True)
    ]


def test_whole_numbers():
    table = parse(b"34200000,1,2,3,4,5\n34260000,6,7,8,9,10\n", 6, dated=False)
    assert table.first.tolist() == [34200000, 34260000]
    assert table.cells.tolist() == [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]
    assert table.scales is None


def test_dates_become_numbers():
    table = parse(b"20240305 09:00,1,2,3,4,5", 6, dated=True)
    assert table.first.tolist() == [202403050900]


def test_digits_after_the_point_are_kept_with_their_zeros():
    table = parse(b"0,7424.90,7424,0.10,5,1.88483821\r\n", 6, dated=False)
    assert table.cells.tolist() == [[742490, 7424, 10, 5, 188483821]]
    assert table.scales.tolist() == [[2, 0, 2, 0, 8]]


def test_empty_cells_are_zeros():
    table = parse(b"1,,,,,,5,6,7,8,9\n2,1,2,3,4,5,,,,,\n", 11, dated=False)
    assert table.cells.tolist() == [[0, 0, 0, 0, 0, 5, 6, 7, 8, 9], [1, 2, 3, 4, 5, 0, 0, 0, 0, 0]]


def test_numbers_beyond_18_digits_are_exact():
    table = parse(b"0,1.0000000000000000003,2,3,4,0.00000000000000000012", 6, dated=False)
    assert table.cells[0].tolist() == [10000000000000000003 // 10, 2, 3, 4, 12]
    assert table.scales[0].tolist() == [18, 0, 0, 0, 20]


@pytest.mark.parametrize(
    "content",
    [
        b"34200000,1,2,3,4\n34260000,6,7,8,9,10\n",
        b"34200000,1,2,abc,4,5\n",
        b"time,open,high,low,close,volume\n34200000,1,2,3,4,5\n",
        b"\n34200000,1,2,3,4,5\n",
    ],
)
def test_irregular_files_are_left_to_the_slow_reader(content):
    assert parse(content, 6, dated=False) is None


def test_both_readers_agree_on_regular_files():
    content = b"".join(b"%d,%d.25,%d,%d,%d.50,%d\n" % (n * 60000, n, n, n, n, n * 7) for n in range(1, 50))
    fast, slow = parse(content, 6, dated=False), read_as_lean(content, 6, dated=False, fail=pytest.fail)
    assert fast.first.tolist() == slow.first.tolist()
    assert _decimals(fast) == _decimals(slow)


def test_text_in_a_number_counts_letters_as_lean_does():
    # facts of the recording: abc gave 0.5451 in units of 0.0001 (49 * 100 + 50 * 10 + 51).
    table = read_as_lean(b"34200000,abc,2,3,4,5\n", 6, dated=False, fail=pytest.fail)
    assert table.cells[0].tolist() == [5451, 2, 3, 4, 5]


def test_a_header_costs_one_error_and_no_rows():
    errors = []
    content = b"date,open,high,low,close,volume\n20240305 00:00,1,2,3,4,5\n"
    table = read_as_lean(content, 6, dated=True, fail=errors.append)
    assert len(errors) == 1
    assert table.first.tolist() == [202403050000]


def test_a_torn_row_takes_its_missing_cells_from_the_next_which_is_lost():
    errors = []
    content = b"20240305 00:00,1,2\n20240306 00:00,1,2,3,4,5\n20240307 00:00,6,7,8,9,10\n"
    table = read_as_lean(content, 6, dated=True, fail=errors.append)
    assert table.first.tolist() == [202403050000, 202403070000]
    assert len(errors) == 1


def test_a_date_without_a_clock_is_an_error_on_every_row():
    errors = []
    table = read_as_lean(b"20240305,1,2,3,4,5\n20240306,1,2,3,4,5\n", 6, dated=True, fail=errors.append)
    assert len(table.first) == 0
    assert len(errors) == 2
