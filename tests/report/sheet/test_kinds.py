"""Figures of the kinds against hand-worked ones; whatever is missing, the report comes and says so."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from report.run_folders import TEMPLATES
from report.sheet.made import FIRST, NOW, inputs, line, rows, watched

from leanrig.report.cite.citable import CitableTable
from leanrig.report.narrate.check import check_narrative
from leanrig.report.narrate.publish import publish
from leanrig.report.sheet.draft import Draft
from leanrig.report.sheet.html import html_of
from leanrig.report.sheet.kinds.followed import followed_by
from leanrig.report.sheet.kinds.prices import deepest_fall, months_before, moved_together, return_over, volatility
from leanrig.report.sheet.kinds.regime_facts import by_regime, regime_facts, spans
from leanrig.report.sheet.kinds.regimes_draft import RegimesInputs, draft_of_regimes
from leanrig.report.sheet.kinds.switch_facts import latest_switch, switch_facts
from leanrig.report.sheet.kinds.symbol_draft import draft_of_symbol
from leanrig.report.sheet.kinds.week_draft import draft_of_week
from leanrig.report.sheet.kinds.week_inputs import Spending, WeekChange, WeekGap, WeekInputs, WeekRun
from leanrig.report.sheet.mail import mail_of
from leanrig.report.sheet.markdown import markdown_of
from leanrig.report.sheet.sheet import Sheet


def told(draft: Draft) -> Sheet:
    """Return the draft with the rules' words, every one of which must pass the check."""
    refused = [(text, why) for _, text, why in check_narrative(draft.rules, draft.table) if why]
    assert not refused
    return draft.sheet(publish(None, draft.rules, draft.table, draft.facts, by="rules"), None)


def in_all_forms(draft: Draft) -> str:
    """Return the Markdown, after the page and the mail were made and traced too."""
    sheet = told(draft)
    html_of(sheet, read=read)
    mail_of(sheet, read=read)
    return markdown_of(sheet)


def read(name: str) -> str:
    return (TEMPLATES / name).read_text()


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2024-03-31", 1, "2024-02-29"), ("2023-03-31", 1, "2023-02-28"), ("2024-01-15", 12, "2023-01-15"),
     ("2024-01-15", 1, "2023-12-15"), ("2024-12-31", 3, "2024-09-30")],
)  # fmt: skip
def test_the_same_day_of_an_earlier_month(day: str, months: int, before: str) -> None:
    assert f"{months_before(datetime.fromisoformat(day), months):%Y-%m-%d}" == before


def test_returns_reach_back_to_the_last_close_at_or_before_the_day() -> None:
    closes = [100.0] * 29 + [110.0] * 31  # first of January to the end of February 2024; the month began on 29 January
    assert return_over(line(closes), 1) == pytest.approx(0.10)
    assert math.isnan(return_over(line(closes), 3))
    assert math.isnan(return_over(line([]), 1))


def test_volatility_is_the_deviation_scaled_by_the_bars_of_a_year() -> None:
    moves = [0.01, -0.02, 0.03, 0.0, -0.01, 0.02, 0.01, -0.03, 0.02, 0.01, -0.01]
    closes = np.cumprod([100.0, *(1 + move for move in moves)]).tolist()
    by_hand = float(np.std(moves, ddof=1)) * 365.25**0.5
    assert volatility(line(closes)) == pytest.approx(by_hand)
    assert volatility(line(closes, days=7)) == pytest.approx(float(np.std(moves, ddof=1)) * (365.25 / 7) ** 0.5)
    assert math.isnan(volatility(line(closes[:8])))


def test_the_deepest_fall_counts_from_the_highest_close_before() -> None:
    assert deepest_fall(line([100, 120, 90, 130, 117])) == pytest.approx(-0.25)
    assert math.isnan(deepest_fall(line([100])))


def test_beta_and_correlation_of_a_line_with_its_double() -> None:
    random = np.random.default_rng(1)
    moves = random.normal(0, 0.01, 120)
    one, two = (np.cumprod(1 + factor * moves).tolist() for factor in (1.0, 2.0))
    beta, correlation, count = moved_together(line([1.0, *two]), line([1.0, *one]), 12)
    assert (beta, correlation, count) == (pytest.approx(2.0), pytest.approx(1.0), 120)
    assert math.isnan(moved_together(line(two), line([5.0] * 120), 12)[0])


def test_what_followed_some_closes() -> None:
    closes = np.array([100.0, 110, 99, 108.9, 98.01, 107.811])
    found = followed_by(closes, [0, 2, 5], horizon=1)
    assert (found.count, found.gains) == (2, 1.0)  # the last place has no outcome yet
    assert found.mean == pytest.approx(0.10)
    assert found.overall == pytest.approx((3 * 0.10 - 2 * 0.10) / 5)
    assert math.isnan(found.p)
    assert followed_by(closes, [], horizon=1).count == 0
    assert math.isnan(followed_by(closes[:1], [0], horizon=5).overall)


def test_chance_is_the_share_of_shifts_that_lie_as_far() -> None:
    random = np.random.default_rng(3)
    closes = np.cumprod(1 + random.normal(0, 0.01, 200))
    places = list(range(5, 195, 12))
    found = followed_by(closes, places, horizon=1)
    moves = closes[1:] / closes[:-1] - 1
    far = abs(moves[places].mean() - moves.mean()) - 1e-12
    slowly = [
        abs(moves[[(p + s) % len(moves) for p in places]].mean() - moves.mean()) >= far for s in range(len(moves))
    ]
    assert found.p == pytest.approx(np.mean(slowly))


def test_regimes_now_since_age_switches_and_shares() -> None:
    one = watched("cccvvcc", [100, 101, 102, 51, 102, 102, 103.02])
    table = CitableTable()
    table.add(regime_facts(one))
    assert table["regime.now"].value == "calm"
    assert table["regime.now.since"].text == "2024-01-06"
    assert table["regime.now.days"].value == 1
    assert table["regime.switches"].value == 2
    assert table["regime.calm.spells"].value == 2
    shares = {item.regime: item.share for item in by_regime(one)}
    assert shares == {"calm": pytest.approx(4 / 6), "volatile": pytest.approx(2 / 6)}
    assert not table["regime.calm.return"].is_known  # fewer bars than a month
    assert [(start.stamp.day, end.stamp.day) for start, end in spans(one.rows)] == [(1, 4), (4, 6), (6, 7)]


def test_the_latest_switch_and_the_earlier_ones_of_its_kind() -> None:
    one = watched("cvcvcvt", [100.0] * 7)
    found = latest_switch(one.rows)
    assert found is not None
    assert (found.kind, found.earlier) == ("change from the volatile to the trending regime", ())
    again = latest_switch(rows("cvcvcv"))
    assert again is not None and [row.stamp.day for row in again.earlier] == [2, 4]
    table = CitableTable()
    table.add(switch_facts(watched("cvcvcv", [100, 100, 100, 100, 100, 100])))
    assert table["pattern.switch.earlier"].phrase == "2 earlier changes from the calm to the volatile regime"
    assert latest_switch(rows("ccc")) is None


def _long(number: int) -> tuple[list[float], str]:
    random = np.random.default_rng(7)
    closes = (50 * np.cumprod(1 + random.normal(0.0004, 0.012, number))).tolist()
    letters = "".join("c" if (n // 17) % 3 else "v" for n in range(number))
    return closes, letters


@pytest.mark.parametrize("mode", ["quick", "regime", "deep"])
@pytest.mark.parametrize("number", [0, 1, 2, 15, 40, 900])
def test_an_analysis_comes_however_few_bars_there_are(mode: str, number: int) -> None:
    closes, letters = _long(number)
    made = inputs(closes, letters, mode=mode, trouble="" if letters else "there are no bars")
    text = in_all_forms(draft_of_symbol(made))
    assert "AAA" in text
    if not number:
        assert "There is no bar of AAA." in text
        assert "There are no regimes: there are no bars." in text


def test_an_analysis_without_regimes_says_why_and_has_prices() -> None:
    closes, _ = _long(300)
    text = in_all_forms(draft_of_symbol(inputs(closes, "", mode="deep", trouble="three bars are too few")))
    assert "There are no regimes: three bars are too few." in text
    assert "## Prices" in text
    assert "## Regimes" not in text


def test_an_analysis_beside_a_benchmark_compares_the_same_months() -> None:
    closes, letters = _long(500)
    made = inputs(closes, letters, mode="deep", benchmark_name="BBB", benchmark=line([c * 2 for c in closes]))
    draft = draft_of_symbol(made)
    assert draft.table["symbol.return.12m"].text == draft.table["bench.return.12m"].text
    assert draft.table["symbol.correlation"].text == "1.00"
    assert "BBB: return" in in_all_forms(draft)


def test_an_old_and_simulated_history_is_doubted() -> None:
    from leanrig.report.inputs import Origin

    closes, letters = _long(200)
    origin = Origin("AAA", "simulator", "none", "simulated, not a market", "raw", "2024", gaps="3")
    table = draft_of_symbol(inputs(closes, letters, origin=origin)).table
    assert {"doubt.simulated", "doubt.gaps", "doubt.old", "doubt.short"} <= set(table)
    assert "3 missing sessions of AAA" in table["doubt.gaps"].phrase


def test_regimes_of_several_symbols_the_newest_change_first() -> None:
    closes, letters = _long(400)
    steady = watched("c" * 50, [10.0] * 50, symbol="CCC", is_single=False)
    early = watched("cv" + "v" * 300, [10.0 + n / 100 for n in range(302)], symbol="BBB", is_single=False)
    late = watched(letters, closes, symbol="AAA", is_single=False)
    empty = replace(steady, symbol="DDD", rows=(), line=None)
    draft = draft_of_regimes(RegimesInputs("mine", (steady, early, late, empty), NOW, "leanrig digest regimes mine"))
    table = draft.facts.tables["changes"]
    assert [row[0][1] for row in table.rows] == ["AAA", "BBB"]
    text = in_all_forms(draft)
    assert "The regime of CCC never changed." in text
    assert "There are no signal rows of DDD." in text


def test_p_values_of_a_report_count_all_its_tests() -> None:
    closes, letters = _long(900)
    alone, among = CitableTable(), CitableTable()
    alone.add(switch_facts(watched(letters, closes)))
    among.add(switch_facts(watched(letters, closes), tests=3))
    one, three = (table["pattern.switch.next_5.p"].value for table in (alone, among))
    assert isinstance(one, float) and isinstance(three, float)
    assert three == pytest.approx(min(1.0, 3 * one))


def _week(**found: object) -> WeekInputs:
    return WeekInputs(datetime(2026, 11, 19).date(), datetime(2026, 11, 25).date(), NOW, "leanrig digest week", **found)  # type: ignore[arg-type]


def test_a_week_in_which_nothing_happened_says_so() -> None:
    text = in_all_forms(draft_of_week(_week()))
    assert "a quiet week from 2026-11-19 to 2026-11-25: no run, no change of regime, no call of a model" in text
    for sentence in ("There was no run.", "No regime changed in the signal files.", "No language model was called."):
        assert sentence in text


def test_a_week_counts_runs_changes_holes_and_money() -> None:
    run = WeekRun("artifacts/A/1", NOW, "one", "AAPL", "good", "", 0.8, 0.1, -0.2)
    bad = WeekRun("artifacts/A/2", NOW - timedelta(hours=1), "two", "AAPL", "runtime_error", "")
    before, after = rows("cv", first=datetime(2026, 11, 20, 21, tzinfo=UTC))
    draft = draft_of_week(
        _week(
            runs=(run, bad, replace(run, folder="artifacts/A/3", sharpe=0.3)),
            changes=(WeekChange("AAPL", "one", before, after),),
            gaps=(WeekGap("AAPL", "daily", 2, FIRST), WeekGap("BRK.B", "daily", 0, FIRST)),
            spending=(Spending("OpenAI a", 2, 1000, 200, 0.01), Spending("local b", 1, 10, 10, 0.0)),
        )
    )
    text = in_all_forms(draft)
    table = draft.table
    assert table["week.runs"].value == 3 and table["week.bad"].value == 1
    assert table["week.bad"].phrase.startswith("1 run that its own files speak against")
    assert table["models.cost"].text == "$0.0100"
    assert table["models.tokens"].value == 1220
    assert "two of 2026-11-25 11:00, a run that is runtime error" in text
    assert "2 missing sessions of AAPL (daily)" in text
    assert "| 2026-11-21 | AAPL | calm | volatile | 0.90 | one |" in text


def test_a_price_that_nobody_named_leaves_the_cost_unknown() -> None:
    draft = draft_of_week(_week(spending=(Spending("a", 1, 1, 1, None), Spending("b", 1, 1, 1, 0.5))))
    assert not draft.table["models.cost"].is_known
    assert "not named" in in_all_forms(draft)
