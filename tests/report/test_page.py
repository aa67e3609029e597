"""The page: whole, off line, small, and honest about what is not there."""

import re
from pathlib import Path

import pytest
from backtest.recorded import BARE, as_lean_folder, recorded
from report.run_folders import NOW, TEMPLATES, inputs_of, run_folder, told
from shared_reference import shared
from thinned import thinned

from leanrig.backtest.verdict import judge
from leanrig.report.facts import Story, gather
from leanrig.report.inputs import ReportInputs
from leanrig.report.page import LARGEST_PAGE, page_of

_SECTIONS = ("verdict", "figures", "charts", "regimes", "months", "trades", "orders", "statistics", "from")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Story, str]:
    return told(run_folder(tmp_path_factory.mktemp("run")))


def test_all_parts_in_their_order(page: tuple[Story, str]) -> None:
    places = [page[1].index(f'<section id="{name}"') for name in _SECTIONS]
    assert places == sorted(places)


def test_nothing_is_asked_of_the_network(page: tuple[Story, str]) -> None:
    html = page[1]
    addresses = re.findall(r"""(?:src|href|srcset|action|poster)=["']([^"']*)["']""", html)
    assert addresses
    assert all(address.startswith(("#", "data:")) for address in addresses)
    assert not re.search(r"@import|url\(\s*['\"]?(?!data:)|<iframe|<img|fetch\(|XMLHttpRequest|WebSocket", html)
    assert html.count("http://") == html.count("http://www.w3.org/2000/svg")  # the name of a format, not an address
    assert "https://" not in re.sub(r"<pre .*?</pre>|<span data-q.*?</span>", "", html, flags=re.DOTALL)


def test_price_orders_regimes_and_signal_are_drawn(page: tuple[Story, str]) -> None:
    story, html = page
    assert story.stack is not None
    assert [pane.key for pane in story.stack.panes] == [
        "price", "price log", "equity", "equity log", "drawdown", "signal",
    ]  # fmt: skip
    assert html.count('class="mark refused"') == 2 * 2  # two refused orders, on both scales
    assert {spell.regime for spell in story.stack.ribbons[0].spells} == {
        "trending",
        "volatile",
        "calm",
        "mean_reverting",
    }


def test_what_a_reader_must_know_stands_there(page: tuple[Story, str]) -> None:
    _, html = page
    text = re.sub(r"<[^>]+>", "", html)
    for words in (
        "2 of 8 orders were refused", "make a reversal two orders", "sample data, public domain",
        "leanrig report artifacts/AAPL",
        "real LEAN", "cannot change a position", "set_benchmark", "Estimated Strategy Capacity",
    ):  # fmt: skip
        assert words in text, words


def test_fills_lie_on_the_price_line(page: tuple[Story, str]) -> None:
    """Lean's adjusted fills and our adjusted closes are on one scale: each fill is within the day's usual move."""
    story, _ = page
    assert story.stack is not None
    price = story.stack.lines["price AAPL"].values
    for mark in story.stack.marks:
        place = int(story.stack.times.searchsorted(mark.time))
        assert mark.value == pytest.approx(price[place], rel=0.1)


def test_the_regime_table_is_about_the_same_days_as_the_run(page: tuple[Story, str]) -> None:
    story, _ = page
    assert story.regimes is not None and story.daily is not None
    places = {column.key: place for place, column in enumerate(story.regimes.columns)}
    assert sum(row[places["share"]][0] for row in story.regimes.rows) == pytest.approx(1.0)
    assert sum(row[places["trades"]][0] for row in story.regimes.rows) == 4
    growth = 1.0
    for row in story.regimes.rows:
        growth *= 1 + row[places["growth"]][0]
    assert growth == pytest.approx(story.daily.equity[-1] / story.daily.equity[0])


def test_a_folder_of_results_alone_says_what_is_missing(tmp_path: Path) -> None:
    story, html = told(as_lean_folder("BareDailyCross", tmp_path))
    assert story.regimes is None
    for words in (
        "No signal file lies beside this result", "No prices lie beside this result", "data of unknown origin",
        "no record of its bars",
    ):  # fmt: skip
        assert words in html


@pytest.mark.parametrize("name", sorted(path.name for path in BARE.iterdir()))
def test_every_bare_result_has_a_page(name: str, tmp_path: Path) -> None:
    _, html = told(as_lean_folder(name, tmp_path))
    assert len(html.encode()) < LARGEST_PAGE


def test_every_sample_has_a_page_that_begins_with_what_is_wrong() -> None:
    for folder in sorted(path for path in shared("lean-results", "samples").iterdir() if path.is_dir()):
        inputs = inputs_of(folder)
        story, html = told(folder)
        badge = "ok" if inputs.verdict.is_good else "bad"
        assert f'<span class="badge {badge}">' in html, folder.name
        if not inputs.verdict.is_good:
            assert html.index("What to do") < html.index('id="charts"'), folder.name
        if inputs.verdict.reasons and inputs.verdict.reasons[0].quote:
            assert story.facts.quotes["verdict.0"].text == inputs.verdict.reasons[0].quote, folder.name


@pytest.mark.slow
def test_every_recorded_run_has_a_page() -> None:
    for path in thinned(sorted(shared("lean-results", "regression").glob("*.json.gz")), every=5):
        _, result = recorded(path)
        story = gather(ReportInputs(result=result, verdict=judge(result), made_at=NOW, command="leanrig report"))
        html = page_of(story, result.orders, result.trades, read=lambda name: (TEMPLATES / name).read_text("utf-8"))
        assert len(html.encode()) < LARGEST_PAGE, path.name


def test_text_of_others_cannot_become_markup(tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    (folder / "inputs" / "main.py").write_text("x = '</pre><script>alert(1)</script>'\n")
    (folder / "inputs" / "recipe.toml").write_text('name = "</script><b>"\nsymbols = ["AAPL"]\n')
    _, html = told(folder)
    assert "<script>alert" not in html
    assert html.count("<script") == 2
