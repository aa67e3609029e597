"""A day of a run, and runs side by side, from results that real Lean left."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from report.run_folders import NOW, run_folder
from report.sheet.test_kinds import in_all_forms

from leanrig.backtest.compare import compare_folders
from leanrig.backtest.results import read_result
from leanrig.backtest.verdict import judge
from leanrig.model.result import Chart, Result, Series, State
from leanrig.pipeline.report_inputs import report_inputs
from leanrig.report.cite.citable import CitableTable
from leanrig.report.cite.table import citable_of
from leanrig.report.facts import gather
from leanrig.report.inputs import ReportInputs
from leanrig.report.sheet.kinds.comparison_draft import draft_of_comparison
from leanrig.report.sheet.kinds.comparison_facts import Side
from leanrig.report.sheet.kinds.day import day_of_run, last_day
from leanrig.report.sheet.kinds.day_draft import draft_of_day
from leanrig.report.sheet.kinds.day_facts import day_facts


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_folder(tmp_path_factory.mktemp("day"))


@pytest.fixture(scope="module")
def inputs(folder: Path) -> ReportInputs:
    result = read_result(folder)
    return report_inputs(folder, result, judge(result), now=NOW)


def test_a_day_has_its_orders_fills_fees_and_positions_counted_anew(inputs: ReportInputs) -> None:
    result = inputs.result
    fills = [(event.time, order.symbol, event) for order in result.orders for event in order.fills]
    day = sorted(fills, key=lambda fill: fill[0])[len(fills) // 2][0].date()
    table = CitableTable()
    table.add(day_facts(day_of_run(inputs, day)))
    own = [event for moment, _, event in fills if moment.date() == day]
    assert table["day.fills"].value == len(own) > 0
    assert table["day.fees"].value == pytest.approx(sum(event.fee for event in own))
    held: dict[str, float] = {}
    for moment, symbol, event in fills:
        if moment.date() <= day:
            held[symbol] = held.get(symbol, 0.0) + event.fill_quantity
    there = {symbol: amount for symbol, amount in held.items() if abs(amount) > 1e-9}
    assert table["day.positions"].value == len(there)
    for symbol, amount in there.items():
        assert table[f"position.{symbol.lower()}.quantity"].value == pytest.approx(amount)


def test_the_changes_of_all_days_make_the_change_of_the_run(inputs: ReportInputs) -> None:
    daily = gather(inputs).daily
    assert daily is not None
    grown = 1.0
    for day in daily.days[1:]:
        found = day_of_run(inputs, day)
        grown *= 1 + found.change
        assert found.below_peak <= 0
    assert grown == pytest.approx(float(daily.equity[-1] / daily.equity[0]))


def test_the_last_day_of_a_run_and_its_regime(inputs: ReportInputs) -> None:
    day = last_day(inputs.result)
    assert day is not None
    draft = draft_of_day(day_of_run(inputs, day), command="leanrig digest day")
    text = in_all_forms(draft)
    known = [row for row in inputs.signals["AAPL"] if row.stamp.date() <= day]
    assert draft.table["regime.day"].value == known[-1].regime
    assert f"{day}" in text


def test_a_day_outside_the_run_says_what_is_missing(inputs: ReportInputs) -> None:
    text = in_all_forms(draft_of_day(day_of_run(inputs, date(1999, 1, 4)), command="leanrig digest day"))
    assert "No sample of the account tells of 1999-01-04." in text
    assert "No order was sent, filled or ended on 1999-01-04." in text


def test_a_run_that_left_nothing_has_a_day_too(inputs: ReportInputs) -> None:
    empty = Result(Path("gone"), "gone", has_json=False)
    bare = replace(inputs, result=empty, verdict=judge(empty), signals={}, prices={}, origins=())
    assert last_day(empty) is None
    text = in_all_forms(draft_of_day(day_of_run(bare, date(2020, 1, 2)), command="leanrig digest day"))
    assert "The run left no result file." in text
    assert "the regime is not known" in text


def _sides(*all_inputs: ReportInputs) -> list[Side]:
    sides = []
    for letter, one in zip("ABC", all_inputs, strict=False):
        story = gather(one)
        sides.append(Side(letter, f"runs/{letter}", one, story, citable_of(one, story)))
    return sides


def test_a_run_beside_itself_differs_in_nothing(folder: Path, inputs: ReportInputs) -> None:
    draft = draft_of_comparison(
        _sides(inputs, inputs), compare_folders((folder, folder)), made_at=NOW, command="leanrig digest compare"
    )
    text = in_all_forms(draft)
    assert draft.table["run_b.against_a.orders"].value == 0
    assert "Run B's Sharpe ratio" in text and "was equal to run A's" in text
    assert "run_b.against_a.p" not in draft.table  # the same days: nothing to test


def test_figures_of_both_runs_are_those_of_their_own_reports(folder: Path, inputs: ReportInputs) -> None:
    result = inputs.result
    equity = result.equity
    assert equity is not None
    chart = result.charts["Strategy Equity"]
    halved = replace(equity, values=tuple((np.array(equity.values) - 50_000).tolist()))
    series = {name: halved if one is equity else one for name, one in chart.series.items()}
    charts = dict(result.charts) | {"Strategy Equity": replace(chart, series=series)}
    other = replace(inputs, result=replace(result, charts=charts))
    sides = _sides(inputs, other)
    draft = draft_of_comparison(sides, compare_folders((folder, folder)), made_at=NOW, command="leanrig digest compare")
    table = draft.facts.tables["side-by-side"]
    shown = {row[0][1]: tuple(text for _, text in row[1:]) for row in table.rows}
    for part, name in (("sharpe", "Sharpe ratio"), ("drawdown", "Drawdown"), ("return", "Return a year")):
        assert shown[name] == tuple(side.table[f"account.{part}"].text for side in sides)
    text = in_all_forms(draft)
    assert "Run B's drawdown" in text


def test_a_failed_run_beside_a_whole_one_is_said_first(folder: Path, inputs: ReportInputs) -> None:
    empty = Result(Path("gone"), "gone", has_json=False)
    bare = replace(inputs, result=empty, verdict=judge(empty), signals={}, prices={})
    draft = draft_of_comparison(
        _sides(inputs, bare), compare_folders((folder, folder)), made_at=NOW, command="leanrig digest compare"
    )
    text = in_all_forms(draft)
    assert "Keep in mind run B as a crash of the engine." in text
    assert "Run B left no samples of its account." in text


def _live(moments: list[str], values: list[float], midnights: list[str]) -> Result:
    """Return a deployment that runs: samples of the account, and of its days where midnights have passed."""
    times = tuple(int(datetime.fromisoformat(f"{text}+00:00").timestamp()) for text in moments)
    equity = Series("Equity", "$", "line", times, tuple(values))
    ended = tuple(int(datetime.fromisoformat(f"{text}+00:00").timestamp()) for text in midnights)
    series = {"Equity": equity} | (
        {"Return": Series("Return", "%", "bar", ended, (0.0,) * len(ended))} if ended else {}
    )
    return Result(
        Path("live"),
        "live",
        has_json=True,
        state=State("Running"),
        charts={"Strategy Equity": Chart("Strategy Equity", series)},
    )


def test_the_first_day_of_a_deployment_counts_from_its_first_sample(inputs: ReportInputs) -> None:
    result = _live(["2026-11-24 14:30", "2026-11-24 16:00", "2026-11-24 20:00"], [100.0, 90.0, 103.0], [])
    found = day_of_run(replace(inputs, result=result, verdict=judge(result)), date(2026, 11, 24))
    assert (found.before, found.after) == (100.0, 103.0)
    text = in_all_forms(draft_of_day(found, command="leanrig digest day"))
    assert "The account's change of +3.00\u202f% on 2026-11-24 was a gain." in text
    assert "speak against" not in text  # a deployment that runs is not a run that was killed


def test_a_day_that_still_runs_stands_at_its_last_sample(inputs: ReportInputs) -> None:
    moments = ["2026-11-23 05:00", "2026-11-24 05:00", "2026-11-25 05:00", "2026-11-25 08:00"]
    result = _live(moments, [100.0, 110.0, 99.0, 100.98], moments[:3])
    both = [day_of_run(replace(inputs, result=result), date(2026, 11, number)) for number in (23, 24, 25)]
    assert [round(found.change, 6) for found in both] == [0.1, -0.1, 0.02]
    assert both[2].below_peak == pytest.approx(100.98 / 110 - 1)


def test_an_account_that_is_no_number_has_no_change(inputs: ReportInputs) -> None:
    result = _live(["2026-11-23 05:00", "2026-11-24 05:00", "2026-11-25 05:00"], [100.0, float("nan"), 0.0],
                   ["2026-11-23 05:00", "2026-11-24 05:00", "2026-11-25 05:00"])  # fmt: skip
    for number in (22, 23, 24):
        day = day_of_run(replace(inputs, result=result), date(2026, 11, number))
        assert "was a" not in in_all_forms(draft_of_day(day, command="leanrig digest day"))
