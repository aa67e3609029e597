"""How a sentence with slots is shown."""

import pytest

from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.narrate.language import Slot, compose, parse


@pytest.fixture
def table() -> CitableTable:
    found = CitableTable()
    found.add(
        [
            Citable("account.sharpe", 0.76, "0.76", "ratio", "Sharpe ratio", "sharpe", "", "", subject="the account"),
            Citable("held.sharpe", 0.88, "0.88", "ratio", "Sharpe ratio", "sharpe", "", "", subject="buy and hold"),
            Citable("orders", 695, "695", "", "number of orders", "orders", "", "", whole="695 orders"),
            Citable("one", 1, "1", "", "number of trades", "trades", "", "", whole="1 trade"),
        ]
    )
    return found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{account.sharpe} stands alone.", "The account's Sharpe ratio of 0.76 stands alone."),
        ("Read {account.sharpe|name} with care.", "Read the account's Sharpe ratio with care."),
        (
            "{account.sharpe} was lower than {held.sharpe}.",
            "The account's Sharpe ratio of 0.76 was lower than buy and hold's of 0.88.",
        ),
        ("The {account.sharpe} stands alone.", "The account's Sharpe ratio of 0.76 stands alone."),
        ("Note the {account.sharpe}.", "Note the account's Sharpe ratio of 0.76."),
        ("{orders} was noted.", "695 orders were noted."),
        ("{one} were noted.", "1 trade was noted."),
    ],
)
def test_a_sentence_as_it_is_shown(text: str, shown: str, table: CitableTable) -> None:
    assert "".join(part if isinstance(part, str) else part[1] for part in compose(text, table)) == shown


def test_slots_and_words_in_their_order() -> None:
    assert parse("Read {a.b} and {c|name}.") == ("Read ", Slot("a.b"), " and ", Slot("c", "name"), ".")


@pytest.mark.parametrize("text", ["{A.b}", "{a b}", "a } b", "{a|other}", "{{a}}"])
def test_braces_that_hold_no_key_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="braces"):
        parse(text)
