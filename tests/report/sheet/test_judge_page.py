"""The page about a judged signal and that of the leak premium: every form traced, whatever is missing said."""

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from report.run_folders import TEMPLATES
from report.sheet.made_judge import HOLD, NAN, NOW, figures, inputs, ruling, said
from statsmodels.stats.proportion import proportion_confint

from leanrig.report.check import UntracedNumber, check_page
from leanrig.report.fact import Facts
from leanrig.report.sheet.as_json import json_of
from leanrig.report.sheet.html import html_of
from leanrig.report.sheet.kinds.judge_charts import calibration_chart, equity_picture, foreseen_chart
from leanrig.report.sheet.kinds.judge_inputs import Difference, Held, JudgedSymbol, Ruling
from leanrig.report.sheet.kinds.judge_premium_inputs import Leak, Measured, PremiumInputs
from leanrig.report.sheet.kinds.judge_premium_sheet import sheet_of_premium
from leanrig.report.sheet.kinds.judge_rules import RULES, verdict_prose
from leanrig.report.sheet.kinds.judge_sheet import sheet_of_judge
from leanrig.report.sheet.mail import mail_of
from leanrig.report.sheet.markdown import markdown_of
from leanrig.report.sheet.pdf import pdf_of_sheet
from leanrig.report.sheet.plain_text import text_of
from leanrig.report.sheet.sheet import Sheet

RESEARCH = Path(__file__).parents[3] / "research" / "judging" / "verdict.py"


def read(name: str) -> str:
    return (TEMPLATES / name).read_text()


def forms(sheet: Sheet) -> dict[str, str]:
    """Return every form; each of them is checked against its facts on the way."""
    assert pdf_of_sheet(sheet).startswith(b"%PDF")
    page = html_of(sheet, read=read)
    return {
        "html": page,
        "markdown": markdown_of(sheet),
        "text": text_of(sheet),
        "mail": mail_of(sheet, read=read).html,
        "json": json_of(sheet),
    }


def test_the_verdict_stands_first_in_every_form() -> None:
    made = forms(sheet_of_judge(inputs()))
    told = "Not distinguishable from buy and hold: deflated Sharpe 0.31 after 48 trials."
    for text in made.values():
        assert told in " ".join(re.sub(r"<[^>]+>", "", text).split())


def test_a_figure_that_is_changed_afterwards_is_caught() -> None:
    sheet = sheet_of_judge(inputs())
    page = html_of(sheet, read=read)
    with pytest.raises(UntracedNumber):
        check_page(page.replace(">0.31<", ">0.91<"), sheet.facts)


def test_baselines_stand_beside_the_signal() -> None:
    table = sheet_of_judge(inputs()).facts.tables["s0-accounts"]
    assert [row[0][1] for row in table.rows] == ["the signal", HOLD, "the 200-bar mean"]
    assert [row[1][1] for row in table.rows] == ["0.75", "0.50", "0.90"]


def test_nothing_known_is_nothing_shown() -> None:
    one = JudgedSymbol(
        "AAA", said=said(known=False), ruling=Ruling("unknown", "no spread", "no verdict: {bars} bars", {"bars": 40.0})
    )
    made = forms(sheet_of_judge(inputs(one)))
    for name in ("markdown", "text"):
        assert "nan" not in made[name].lower()
    words = made["text"].replace("\n", " ")
    assert "No length of record would put such a ratio above nothing." in words
    assert "It earns nothing even where trading costs nothing." in words
    assert "Capacity is not known: nothing was traded, or no bar has a volume." in words


def test_a_symbol_that_could_not_be_judged_is_named_with_the_reason() -> None:
    good, bad = JudgedSymbol("AAA", said=said(), ruling=ruling()), JudgedSymbol("B2B", trouble="20 rows are too few")
    sheet = sheet_of_judge(inputs(good, bad, notes=("Nothing new was fetched: no key",)))
    words = " ".join(forms(sheet)["text"].split())
    assert "B2B: No verdict: 20 rows are too few." in words
    missing = sheet.part("missing")
    assert missing is not None
    assert "Nothing new was fetched: no key." in words
    assert [part.anchor for part in sheet.parts] == ["all", "s0", "missing", "rules", "from"]


def test_of_many_symbols_the_headline_counts_and_each_has_its_verdict_below() -> None:
    good = JudgedSymbol("GOOD", ruling=Ruling("good", "better", "better than buy and hold"))
    sheet = sheet_of_judge(inputs(good, *(JudgedSymbol(f"S{n}", trouble="no bars") for n in range(4))))
    assert [str(one) for one in sheet.headline] == ["The verdict speaks for 1 of 5 symbols; each has its own below."]
    words = forms(sheet)["text"]
    assert "GOOD: Better than buy and hold." in words
    assert "S3: No verdict: no bars." in words


def test_no_symbol_at_all_is_a_page_too() -> None:
    sheet = replace(sheet_of_judge(inputs(JudgedSymbol("AAA", trouble="no bars"))))
    assert "No verdict: no bars." in forms(sheet)["text"]


def test_every_rule_of_the_judge_is_explained_in_its_order() -> None:
    names = re.findall(r'Verdict\(\s*Grade\.\w+,\s*"([a-z ]+)"', RESEARCH.read_text())
    assert set(names) == set(RULES)
    rules = sheet_of_judge(inputs()).facts.tables["rules"]
    assert [row[1][1] for row in rules.rows] == ["", "", "", "", "", "AAA", "", "", ""]


def test_a_name_with_its_period_is_a_fact_of_the_sentence() -> None:
    one = JudgedSymbol(
        "AAA", ruling=Ruling("unproven", "like a baseline", "no better than a 200-bar mean: {sharpe}", {"sharpe": 0.5})
    )
    prose = verdict_prose(Facts(), "s0", one, is_named=False)
    assert str(prose) == "no better than a 200-bar mean: 0.50."
    assert [fact.unit for fact in prose.facts] == ["name", ""]


def test_error_bars_reach_two_errors_to_each_side() -> None:
    chart = foreseen_chart(Facts(), "s0", said())
    assert chart is not None
    first = chart.series[0]
    assert first.y[0] == 0.04
    assert first.high[0] == pytest.approx(0.04 + 1.96 * 0.03)  # the larger of the two errors
    assert first.low[0] == pytest.approx(0.04 - 1.96 * 0.03)
    assert (chart.x(chart.left), chart.x(chart.right)) == (0, 10_000)
    assert (chart.y(chart.high), chart.y(chart.low)) == (0, 1_000)
    assert foreseen_chart(Facts(), "s0", said(known=False)) is None


def test_reliability_has_its_interval_and_the_line_of_the_perfect() -> None:
    chart = calibration_chart(Facts(), "s0", said(bars=100))
    assert chart is not None
    came, line = chart.series
    assert (came.low[0], came.high[0]) == pytest.approx(proportion_confint(90, 100, method="wilson"), abs=2e-5)
    assert (line.x, line.y) == ((0.0, 1.0), (0.0, 1.0))


def test_equity_grows_as_compounding_says_on_a_logarithmic_axis() -> None:
    returns = np.full(300, 0.01)
    times = tuple(range(0, 301 * 86_400, 86_400))
    picture = equity_picture(Facts(), "s0", times, (Held("one", returns), Held("two", -returns)))
    assert picture is not None
    pane = picture.stack.panes[0]
    assert pane.is_log
    assert pane.lines[0].values[-1] == pytest.approx(1.01**300)
    assert picture.stack.panes[1].lines[1].values[-1] == pytest.approx(0.99**300 - 1)


def test_an_account_that_is_ruined_stays_at_nothing() -> None:
    times = tuple(range(0, 4 * 86_400, 86_400))
    picture = equity_picture(Facts(), "s0", times, (Held("ruined", np.array([0.1, -1.5, 0.2])),))
    assert picture is not None
    assert picture.stack.panes[0].lines[0].values.tolist() == pytest.approx([1.0, 1.1, 0.0, 0.0])


def premium(*leaks: Leak, trouble: str = "") -> PremiumInputs:
    bars = 40
    times = tuple(range(0, (bars + 1) * 86_400, 86_400))
    one = Measured(
        "AAA", "detector", times, figures(0.6), np.full(bars, 0.001), figures(0.5), np.full(bars, 0.002), leaks, trouble
    )
    return PremiumInputs("made", "markov", (one,), NOW, "leanrig judge made --premium", 10.0, "made")


def leak(value: float, low: float, *, name: str = "hindsight") -> Leak:
    return Leak(
        name,
        "smoothed over the whole sample",
        figures(0.6 + value),
        Difference(value, low, 2 * value, 0.01),
        np.full(40, 0.003),
    )


@pytest.mark.parametrize(
    ("value", "low", "words"),
    [
        (0.8, 0.2, "add +0.80 to the Sharpe ratio: 1.40 with regimes smoothed over the whole sample, 0.60 honestly"
                   " (interval 0.20 to 1.60)."),
        (0.1, -0.2, "0.60 honestly. Luck alone may explain that much (interval −0.20 to 0.20)."),
        (0.1, NAN, "0.60 honestly; too few bars for an interval."),
        (-0.1, -0.3, "would add nothing here: 0.50 with regimes smoothed over the whole sample, 0.60 honestly."),
        (NAN, NAN, "Seeing the future would add nothing here: – with regimes smoothed"),
    ],
)  # fmt: skip
def test_the_premium_in_plain_words(value: float, low: float, words: str) -> None:
    text = " ".join(forms(sheet_of_premium(premium(leak(value, low))))["text"].split())
    assert words in text
    assert "The dishonest variant cannot be traded: at no bar did anybody know what it rests on." in text
    assert "predict and predict_proba of a hidden Markov model give these" in text


def test_a_premium_that_could_not_be_measured_says_why() -> None:
    text = " ".join(forms(sheet_of_premium(premium(trouble="20 closes are too few")))["text"].split())
    assert "Nothing could be measured: what is missing is said below." in text
    assert "AAA, the detector alone: 20 closes are too few." in text


def test_many_leaks_are_all_in_the_table_and_two_in_the_picture() -> None:
    leaks = [replace(leak(n / 10, 0.01, name=f"n{n}"), words=f"variant {n}") for n in range(1, 6)]
    sheet = sheet_of_premium(premium(*leaks))
    page = html_of(sheet, read=read)
    assert len(sheet.facts.tables["m0-figures"].rows) == 7
    assert page.count("dishonest: variant 5") >= 2  # line and fall
    assert "dishonest: variant 3" not in page
    assert math.isclose(sheet.facts["largest.premium"].value, 0.5)  # type: ignore[arg-type]
