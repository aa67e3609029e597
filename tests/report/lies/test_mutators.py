"""The lies themselves: every kind is there, every lie is one, the same seed tells the same ones."""

import random
from collections import Counter
from functools import cache

import pytest
from report.lies.kinds import kinds
from report.lies.lie import Lie, is_lie
from report.lies.reports import REPORTS, report, reports
from report.lies.seen import SEEN, draw
from report.lies.statements import statements
from report.lies.truth import holds, number

from leanrig.report.narrate.language import compose

EACH = 6


@cache
def _lies() -> tuple[Lie, ...]:
    return tuple(draw(SEEN, seed=7, each=EACH))


def test_the_list_has_many_kinds_and_a_fifth_is_held_out() -> None:
    listed = kinds()
    assert len(listed) >= 30
    assert len({kind.name for kind in listed}) == len(listed)
    assert sum(kind.held_out for kind in listed) >= len(listed) / 5
    assert all(kind.what and kind.before != kind.after for kind in listed if not kind.held_out)


def test_each_kind_that_is_not_held_out_has_its_mutator() -> None:
    assert set(SEEN) == {kind.name for kind in kinds() if not kind.held_out}
    assert Counter(lie.kind for lie in _lies()) == dict.fromkeys(SEEN, EACH)


def test_every_lie_differs_from_its_truth_and_its_proof_stands() -> None:
    for lie in _lies():
        assert lie.after != lie.before
        assert is_lie(lie, report(lie.report)), lie


def test_same_seed_same_lies_other_seed_other_lies() -> None:
    assert draw(SEEN, seed=7, each=EACH) == list(_lies())
    assert draw(SEEN, seed=8, each=EACH) != list(_lies())


def test_lies_come_from_all_reports() -> None:
    assert {lie.report for lie in draw(SEEN, seed=3, each=20)} == {spec.name for spec in REPORTS}


@pytest.mark.parametrize("name", [spec.name for spec in REPORTS])
def test_true_sentences_are_true_and_can_be_composed(name: str) -> None:
    table = report(name).table
    found = statements(table, random.Random(5))
    assert len(found) > 60
    for said in found:
        assert holds(said.claim, table) is True, said
        assert len(compose(said.text, table)) >= 2


def test_reports_are_varied() -> None:
    tables = [report.table for report in reports()]
    assert len(tables) >= 8
    returns = [number(table["account.return"]) or 0.0 for table in tables]
    assert min(returns) < -20 and max(returns) > 100 and 0.0 in returns
    assert any(not table["account.sharpe"].is_known for table in tables)
    assert any(not table["benchmark.return"].is_known for table in tables)
    assert any(not table["trades.first"].is_known for table in tables)
    assert any(table["trades.count"].text == "1" for table in tables)
    p_values = [number(table["comparison.p"]) or 0.0 for table in tables if "comparison.p" in table]
    assert min(p_values) < 0.05 < max(p_values)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("higher account.sharpe benchmark.sharpe", True),
        ("lower account.sharpe benchmark.sharpe", False),
        ("equal account.sharpe earlier.sharpe", True),
        ("higher account.sharpe earlier.sharpe", False),
        ("at_least account.sharpe earlier.sharpe", True),
        ("not_higher account.sharpe earlier.sharpe", True),
        ("better account.sharpe benchmark.sharpe", None),  # p = 0.55
        ("shallower account.drawdown benchmark.drawdown", True),
        ("higher account.drawdown benchmark.drawdown", None),
        ("higher account.return account.sharpe", None),
        ("negative year.2014.return", True),
        ("fell year.2012.return", False),
        ("rose account.sharpe", None),
        ("lowest year.2014.return", True),
        ("lowest year.2010.return", False),
        ("deepest drawdown.1.depth", True),
        ("between year.2010.return year.2011.return year.2012.return", True),
        ("between year.2012.return year.2011.return year.2010.return", False),
        ("rose_to year.2011.sharpe year.2012.sharpe", True),
        ("earlier run.start run.end", True),
        ("shorter run.start run.end", None),
        ("cites no.such.fact", None),
    ],
)  # fmt: skip
def test_truth_by_figures_read_off_the_table(claim: str, expected: bool | None) -> None:
    # Of "several": Sharpe ratio 0.52 (earlier run 0.52, benchmark 0.48); drawdown −17.2 against −20.0 %;
    # years 12.3, 3.0, 13.5, 2.2 and −7.5 %.
    assert holds(claim, report("several").table) is expected
