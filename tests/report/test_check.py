"""Every number that a reader sees is a fact; an invented one is refused, wherever it stands."""

import pytest
from report.run_folders import run_folder, told

from leanrig.report.check import UntracedNumber, check_page, check_prose
from leanrig.report.fact import Column, Facts, say
from leanrig.report.facts import Story


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Story, str]:
    return told(run_folder(tmp_path_factory.mktemp("run")))


def test_the_page_is_traced_whole(page: tuple[Story, str]) -> None:
    story, html = page
    assert check_page(html, story.facts) > 300


@pytest.mark.parametrize(
    ("place", "planted"),
    [
        ('<h2 id="h-verdict">Verdict</h2>', '<h2 id="h-verdict">Verdict after 17 years</h2>'),
        ("</main>", "<p>A return of 99 %.</p></main>"),
        ("</footer>", " Version 2</footer>"),
        ('aria-label="Six figures"', 'aria-label="6 figures"'),
        ('<p class="value">', '<p class="value">4'),
        ("</dl>", '<dt data-f="no.such.fact">12</dt></dl>'),
        ('<div class="xticks">', '<div class="xticks"><span data-t style="--x:0">1987</span>'),
    ],
)
def test_an_invented_number_is_refused(page: tuple[Story, str], place: str, planted: str) -> None:
    story, html = page
    assert place in html
    with pytest.raises(UntracedNumber):
        check_page(html.replace(place, planted, 1), story.facts)


def test_a_changed_fact_is_refused(page: tuple[Story, str]) -> None:
    story, html = page
    shown = story.facts["figure.sharpe"].text
    changed = html.replace(f'<data data-f="figure.sharpe">{shown}', '<data data-f="figure.sharpe">2.50')
    assert changed != html
    with pytest.raises(UntracedNumber, match=r"2\.50"):
        check_page(changed, story.facts)


def test_a_changed_cell_and_a_changed_quote_are_refused(page: tuple[Story, str]) -> None:
    story, html = page
    for old, new in (("1,830<", "1,831<"), ("end_date(2010, 7, 30)", "end_date(2010, 7, 31)")):
        assert old in html
        with pytest.raises(UntracedNumber):
            check_page(html.replace(old, new, 1), story.facts)


def test_a_page_that_does_not_close_is_refused() -> None:
    with pytest.raises(UntracedNumber, match="not closed"):
        check_page("<main><p>text</p>", Facts())


def test_words_with_a_digit_are_refused_before_they_are_shown() -> None:
    facts = Facts()
    orders = facts.add("orders", 3, "3")
    assert str(say("{orders} orders.", orders=orders)) == "3 orders."
    with pytest.raises(ValueError, match="no fact"):
        say("{orders} of 4 orders.", orders=orders)


def test_prose_of_others_may_cite_facts_only() -> None:
    facts = Facts()
    facts.add("sharpe", 0.71, "0.71")
    facts.table("t", "T", [Column("a", "A")], [((-34.0, "−34.2\u202f%"),)], "result")
    check_prose("Sharpe 0.71, drawdown 34.2 %.", facts)
    for wrong in ("Sharpe 0.72.", "Sharpe -0.71.", "Drawdown 34 %.", "Sharpe 0.71 in 12 years."):
        with pytest.raises(UntracedNumber):
            check_prose(wrong, facts)


def test_a_fact_stands_once() -> None:
    facts = Facts()
    facts.add("a", 1, "1")
    with pytest.raises(ValueError, match="there already"):
        facts.add("a", 2, "2")
