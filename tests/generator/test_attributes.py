"""Planted mistakes that type checkers pass are found; good code is left alone."""

import textwrap

import pytest

from generator.attributes import unknown_attributes

RETURNS = {"sma": "SimpleMovingAverage", "add_equity": "Equity"}
MEMBERS = {
    "SimpleMovingAverage": frozenset({"current", "is_ready", "update"}),
    "Equity": frozenset({"symbol", "price"}),
    "Security": frozenset({"price", "holdings"}),
    "SecurityHolding": frozenset({"quantity", "invested"}),
}


def complaints(body: str) -> list[str]:
    source = "class A(QCAlgorithm):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    return [found.text for found in unknown_attributes(source, returns=RETURNS, members=MEMBERS)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("self._fast.curent", "SimpleMovingAverage has no member 'curent'; did you mean 'current'?"),
        ("self.add_equity('A').symbl", "Equity has no member 'symbl'; did you mean 'symbol'?"),
        ("self.securities[s].prise", "Security has no member 'prise'; did you mean 'price'?"),
        ("self.portfolio[s].quantty", "SecurityHolding has no member 'quantty'; did you mean 'quantity'?"),
    ],
)
def test_a_planted_mistake_is_found(line: str, words: str) -> None:
    body = f"""
    def initialize(self):
        self._fast = self.sma("A", 5)
    def on_data(self, data):
        x = {line}
    """
    assert complaints(body) == [words]


def test_local_names_are_followed_within_their_function() -> None:
    body = """
    def one(self):
        x = self.sma("A", 5)
        return x.wrong
    def two(self, x):
        return x.wrong
    def three(self):
        for x in self.all:
            x.wrong
    """
    assert complaints(body) == ["SimpleMovingAverage has no member 'wrong'"]


def test_a_name_that_is_also_something_else_is_left_alone() -> None:
    body = """
    def initialize(self):
        self._fast = self.sma("A", 5)
        self._fast = 5
        self._slow: object = self.sma("A", 9)
        self._slow.is_ready
        self._own = self.make()
    def on_data(self, data):
        self._fast.whatever
        self._own.anything
    """
    assert complaints(body) == []
