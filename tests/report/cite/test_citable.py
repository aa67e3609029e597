"""The table of facts itself."""

from collections.abc import Iterator

import pytest

from leanrig.report.cite.citable import Citable, CitableTable


def fact(key: str) -> Citable:
    return Citable(key, 1.0, "1", "", "thing", "thing", "", "")


def test_facts_that_rest_on_the_table_are_added_to_it() -> None:
    table = CitableTable()
    table.add([fact("a"), fact("b")])

    def doubled() -> Iterator[Citable]:
        for key in table:
            yield fact(f"{key}.twice")

    table.add(doubled())
    assert list(table) == ["a", "b", "a.twice", "b.twice"]


def test_a_key_stands_once() -> None:
    table = CitableTable()
    with pytest.raises(ValueError, match="a is there already"):
        table.add([fact("a"), fact("a")])
