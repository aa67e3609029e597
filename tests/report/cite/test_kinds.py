"""Each kind of fact by hand, by a law, or by another library."""

import math
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from backtest.recorded import as_lean_folder
from hypothesis import given
from hypothesis import strategies as st
from report.cite.made import inputs_of, midnight, order, result_of, row, table_of, trade
from report.run_folders import inputs_of as inputs_of_folder

from leanrig.model.result import Analysis, Chart, Series
from leanrig.report.cite.drawdowns import episodes_of
from leanrig.report.cite.history import EarlierRun, inputs_hash
from leanrig.report.cite.pattern_chance import followed_by
from leanrig.report.cite.search import Ledger, luck_sharpe
from leanrig.report.cite.signals import correlation, judged_rows, ranks
from leanrig.report.cite.statistics import read_number
from leanrig.report.cite.table import citable_of
from leanrig.report.facts import gather
from leanrig.report.inputs import PriceLine


@pytest.mark.parametrize("name", ["BareDailyCross", "BareMonthlyRanks"])
def test_months_and_years_compound_to_the_whole(name: str, tmp_path: Path) -> None:
    inputs = inputs_of_folder(as_lean_folder(name, tmp_path))
    table = citable_of(inputs, gather(inputs))
    whole = 1 + _number(table["account.total_return"].value)
    for group, held in (("month.return", "month.benchmark"), ("year.return", "year.benchmark")):
        assert math.prod(1 + _number(fact.value) for fact in table.group(group)) == pytest.approx(whole)
        benchmark = math.prod(1 + _number(fact.value) for fact in table.group(held))
        assert benchmark == pytest.approx(1 + _number(table["benchmark.total_return"].value))
    months = table.group("month.return")
    best = max(months, key=lambda fact: _number(fact.value))
    assert best.phrase.startswith("the account's return of +") and " in " in best.phrase
    counts = [_number(table[f"month.{key}"].value) for key in ("gained", "lost", "count")]
    assert counts[0] + counts[1] <= counts[2] == len(months)


def test_without_its_best_months_by_numpy(tmp_path: Path) -> None:
    inputs = inputs_of_folder(as_lean_folder("BareDailyCross", tmp_path))
    table = citable_of(inputs, gather(inputs))
    changes = np.sort([_number(fact.value) for fact in table.group("month.return")])
    assert table["month.without_best"].value == pytest.approx(np.prod(1 + changes[:-3]) - 1)


def test_regimes_by_hand() -> None:
    equity, held = [100, 110, 121, 60.5, 60.5], [10, 10, 10, 5, 10]
    signals = [row(-1, "calm"), row(2, "volatile", confidence=0.7), row(4, "calm", confidence=0.6)]
    table = table_of(inputs_of(result_of(equity, benchmark=held), signals=signals, benchmark="AAPL"))
    assert table["regime.calm.return"].value == pytest.approx(0.21)
    assert table["regime.volatile.return"].value == pytest.approx(-0.5)
    assert table["regime.volatile.held_return"].value == pytest.approx(0.0)
    assert table["regime.calm.return"].phrase == "the account's return of +21.0\u202f% in the calm regime"
    assert table["regime.volatile.held_return"].name == "AAPL's return in the volatile regime"
    assert table["regime.calm.days"].phrase == "2 days in the calm regime"
    assert table["regime.calm.share"].text == "50\u202f%"
    assert table["regime.switches"].value == 2
    assert table["regime.now"].text == "calm"
    assert table["regime.now.confidence"].value == 0.6
    assert table["regime.now.since"].value == datetime(2020, 1, 5, tzinfo=UTC).date()
    assert table["regime.switch.1.date"].name == "the change from the volatile to the calm regime"
    assert table["regime.switch.2.confidence"].value == 0.7
    shares = [_number(fact.value) for fact in table.group("regime.share")]
    assert sum(shares) == pytest.approx(1.0)


def test_trades_and_costs_by_hand() -> None:
    trades = [trade(100.0, held=2, fees=1.0), trade(-30.0, held=4, fees=1.0), trade(1.0, held=9, fees=1.0)]
    orders = [order(1, 10, 50.0, fee=2.0, seen=49.0), order(2, -10, 57.0, fee=1.0, seen=57.0),
              order(3, 5, 1.0, status="invalid")]  # fmt: skip
    table = table_of(inputs_of(result_of([1000, 1050, 1070], trades=trades, orders=orders)))
    assert table["trades.wins"].phrase == "1 winning trade"
    assert table["trades.losses"].phrase == "1 losing trade"  # the third made nothing net of its fee
    assert table["trades.profit"].value == pytest.approx(68.0)
    assert table["trades.best_share"].value == pytest.approx(99 / 68)
    assert table["trades.without_best"].value == pytest.approx(-31.0)
    assert table["trades.median_days"].phrase == "the median holding time of 4 days"
    assert table["trades.fees_share"].value == pytest.approx(3 / 71)
    assert table["orders.refused"].value == 1
    assert table["orders.volume"].value == pytest.approx(10 * 50 + 10 * 57)
    assert table["orders.break_even"].value == pytest.approx(70 / 1070 * 1e4)
    worse = (1 / 49 * 490 + 0.0 * 570) / (490 + 570) * 1e4
    assert table["orders.slippage"].value == pytest.approx(worse)
    extra = _number(table["orders.break_even"].value) * 1e-4 * _number(table["orders.volume"].value)
    assert extra == pytest.approx(70.0)  # that much more cost takes the whole profit


def test_leans_own_volume_is_preferred() -> None:
    runtime = {"Volume": "$2,000.00"}
    table = table_of(inputs_of(result_of([1000, 1010], orders=[order(1, 1, 50.0)], runtime=runtime)))
    assert table["orders.volume"].value == 2000
    assert table["orders.break_even"].text == "50.0\u202fbp"


def test_a_row_is_judged_by_the_next_close_only() -> None:
    line = PriceLine(tuple(midnight(day) for day in range(5)), (10.0, 11.0, 9.9, 9.9, 12.0), "data/AAPL/daily")
    rows = [row(0, "calm", strength=1), row(0.5, "calm", strength=-1), row(1, "wild", strength=1), row(4, "calm")]
    judged = judged_rows(rows, line)
    assert judged.regimes == ("calm", "wild")  # the later of two rows between closes; nothing follows the last
    assert judged.strengths.tolist() == [-1, 1]
    assert judged.changes.tolist() == pytest.approx([0.1, -0.1])
    assert judged.hits == (0, 2)


def test_prices_before_a_row_say_nothing_of_it() -> None:
    rows = [row(day, "calm", strength=math.sin(day)) for day in range(40)]
    closes = [100 + 5 * math.cos(day / 3) for day in range(41)]
    line = PriceLine(tuple(midnight(day) for day in range(41)), tuple(closes), "made")
    late = judged_rows(rows[20:], line)
    other = PriceLine(line.times, (*[1.0] * 20, *closes[20:]), "made")
    assert judged_rows(rows[20:], other).changes.tolist() == late.changes.tolist()


def test_a_signal_that_knows_the_next_bar_is_found() -> None:
    closes = np.cumprod(1 + np.random.default_rng(3).normal(0, 0.01, 61)) * 100
    rows = [row(day, "calm", strength=float(closes[day + 1] / closes[day] - 1)) for day in range(60)]
    table = table_of(inputs_of(result_of([100.0] * 61), signals=rows, closes=closes.tolist()))
    assert table["signal.hit_rate"].value == 1.0
    assert table["signal.ic"].value == pytest.approx(1.0)
    assert table["signal.ic_error"].value == pytest.approx(1 / math.sqrt(59))
    assert table["signal.calm.hit_rate"].period == "in the calm regime"


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=40))
def test_rank_correlation_is_pandas(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    assert ranks(one).tolist() == pd.Series(one).rank().tolist()
    expected = pd.Series(pd.Series(one).rank()).corr(pd.Series(other).rank())
    assert correlation(one, other) == pytest.approx(expected, nan_ok=True)


@given(st.lists(st.integers(1, 20), min_size=2, max_size=50))
def test_drawdowns_are_apart_and_the_deepest_is_the_deepest(values: list[int]) -> None:
    curve = np.array(values, dtype=float)
    found = episodes_of(curve)
    peaks = pd.Series(curve).cummax()
    assert min([0.0, *(episode.depth for episode in found)]) == pytest.approx(float((curve / peaks - 1).min()))
    for episode in found:
        assert curve[episode.peak] == peaks[episode.trough]
        assert episode.peak < episode.trough
        assert episode.back is None or curve[episode.back] >= curve[episode.peak]
    ends = [episode.back if episode.back is not None else len(curve) for episode in found]
    assert all(end <= later.peak + 1 for end, later in zip(ends, found[1:], strict=False))


def test_a_drawdown_by_hand() -> None:
    table = table_of(inputs_of(result_of([100, 120, 90, 96, 120, 114, 130])))
    assert table["drawdown.1.depth"].text == "−25.0\u202f%"
    assert table["drawdown.1.start"].text == "2020-01-01"
    assert table["drawdown.1.low"].text == "2020-01-02"
    assert table["drawdown.1.end"].text == "2020-01-04"
    assert table["drawdown.1.days"].value == 3
    assert table["drawdown.2.depth"].value == pytest.approx(-0.05)
    assert table["drawdown.1.depth"].value == table["account.drawdown"].value


def test_where_the_account_was_in_the_benchmarks_deepest_fall() -> None:
    result = result_of([100, 110, 99, 104.5, 120], benchmark=[10, 20, 15, 10, 30])
    times = tuple(midnight(day) for day in range(5))
    exposure = Series("AAPL", "", "line", times, (1.0, 1.0, 0.5, -0.1, 1.0))
    result = replace(result, charts={**result.charts, "Exposure": Chart("Exposure", {"AAPL": exposure})})
    table = table_of(inputs_of(result))
    assert table["storm.benchmark"].value == pytest.approx(-0.5) == table["benchmark.drawdown"].value
    assert table["storm.account"].value == pytest.approx(104.5 / 110 - 1)
    assert table["storm.exposure"].value == pytest.approx((0.5 + 0.1) / 2)
    assert (table["storm.start"].text, table["storm.end"].text) == ("2020-01-01", "2020-01-03")


def test_several_symbols_have_their_own_regimes_and_signals() -> None:
    rows = [row(-1, "calm", strength=1), row(2, "volatile", strength=-1)]
    inputs = inputs_of(result_of([100, 101, 102, 103, 104]), signals=rows, closes=[10, 11, 12, 6, 6])
    inputs = replace(inputs, signals={**inputs.signals, "BTC-USD": (row(-1, "calm"),)}, symbols=("AAPL", "BTC-USD"))
    table = table_of(inputs)
    assert table["regime.aapl.volatile.held_return"].value == pytest.approx(-0.5)
    assert table["regime.aapl.volatile.held_return"].phrase.endswith("in the volatile regime of AAPL")
    assert table["regime.btc-usd.now"].phrase == "the last regime of BTC-USD, calm"
    assert table["signal.btc-usd.rows"].phrase == "1 signal row of BTC-USD"
    assert "regime.aapl.volatile.return" not in table  # what the account gained is not one symbol's doing


def test_a_pattern_is_all_places_tried_one_by_one() -> None:
    values = 100 * np.cumprod(1 + np.random.default_rng(5).normal(0, 0.01, 90))
    events = [3, 9, 10, 22, 31, 40, 41, 55, 60, 61, 70, 88]
    found = followed_by(values, events, horizon=5)
    assert found is not None
    changes = np.array([values[place + 5] / values[place] - 1 for place in range(85)])
    kept = np.array([place for place in events if place < 85])
    overall, mean = changes.mean(), changes[kept].mean()
    moved = [changes[(kept + step) % 85].mean() for step in range(85)]
    as_far = sum(abs(value - overall) >= abs(mean - overall) - 1e-12 for value in moved)
    assert (found.count, found.mean) == (11, pytest.approx(mean))
    assert found.positive == pytest.approx((changes[kept] > 0).mean())
    assert found.p == pytest.approx(as_far / 85)


def test_chance_calls_a_pattern_about_as_often_as_it_says() -> None:
    wrong = 0
    for seed in range(200):
        generator = np.random.default_rng(seed)
        values = np.cumprod(1 + generator.normal(0, 0.01, 400))
        found = followed_by(values, sorted(generator.choice(380, 25, replace=False)), horizon=20)
        wrong += found is not None and found.p < 0.05
    assert wrong <= 20  # of 200 at 5 %: more than twenty would come less than once in two hundred


def test_a_planted_pattern_is_found_and_nine_times_are_none() -> None:
    values = np.cumprod([1.0, *([1.0] * 4 + [1.05]) * 40])
    events = list(range(4, 200, 5))
    found = followed_by(values, events, horizon=1)
    assert found is not None
    assert found.mean == pytest.approx(0.05)
    assert found.p == pytest.approx(1 / 5)  # every fifth step is such a place: no more can be said
    assert followed_by(values, events[:9], horizon=1) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("18.335%", 0.18335), ("-$17,311.03", -17311.03), ("$-5.00", -5.0), ("623.56 %", 6.2356), ("0", 0.0),
     ("AAPL RSO1GL5FALWL", None), ("28.04:22:39.7", None), ("", None), ("1E-05", 1e-5), ("−0.5%", -0.005)],
)  # fmt: skip
def test_leans_texts_are_read(text: str, value: float | None) -> None:
    assert read_number(text) == (pytest.approx(value) if value is not None else None)


def test_leans_no_numbers_are_no_numbers() -> None:
    for text in ("NaN", "∞", "-∞", "Infinity"):
        found = read_number(text)
        assert found is not None and math.isnan(found)


def test_leans_remarks_that_fired() -> None:
    remarks = [Analysis("MarginUse", "little margin", "Days below 50%: 12", ()), Analysis("a b{c}", "", "", ())]
    table = table_of(inputs_of(result_of([100.0, 101.0], analysis=remarks)))
    assert table["analysis.count"].phrase == "2 remarks of Lean"
    assert table["analysis.1.name"].value == "MarginUse"
    assert table["analysis.1.sample"].value == 12
    assert "analysis.2.name" not in table


def test_earlier_runs() -> None:
    inputs = inputs_of(result_of([100, 104, 99, 110]))
    same = inputs_hash({file.name: file.sha256 for file in inputs.files}, {})
    runs = [
        EarlierRun("artifacts/a", datetime(2020, 1, 2, tzinfo=UTC), 1.25, 0.1, -0.2, 12, "0" * 64),
        EarlierRun("artifacts/b", datetime(2020, 1, 3, tzinfo=UTC), 0.5, -0.1, -0.3, 9, same, "b" * 64),
        EarlierRun("artifacts/c", datetime(2020, 1, 1, tzinfo=UTC), math.nan, math.nan, math.nan, 0),
    ]
    table = citable_of(inputs, gather(inputs), history=runs)
    assert table["history.count"].phrase == "3 earlier runs"
    assert table["history.best_sharpe"].value == 1.25
    assert table["previous.sharpe"].phrase == "the previous run's Sharpe ratio of 0.50"
    assert table["previous.sharpe"].measure == table["account.sharpe"].measure
    assert table["previous.inputs"].phrase == "the same inputs in the previous run"
    assert (table["previous.return"].source, table["previous.return"].sha256) == ("artifacts/b", "b" * 64)


def test_the_best_of_many_coins() -> None:
    drawn = np.random.default_rng(1).normal(0, 1, (4_000, 50)).max(axis=1).mean()
    assert luck_sharpe(50, 1.0) == pytest.approx(drawn, abs=0.05)  # the paper's formula is an approximation
    assert luck_sharpe(50, 4.0) == pytest.approx(luck_sharpe(50, 1.0) / 2)
    assert math.isnan(luck_sharpe(1, 4.0))


def test_a_search_is_counted_or_said_not_to_be() -> None:
    inputs = inputs_of(result_of([100 + day % 3 for day in range(400)]))
    story = gather(inputs)
    counted = citable_of(inputs, story, ledger=Ledger(81, 1.9, 0.61, "trials.json", "c" * 64))
    assert counted["search.trials"].phrase == "81 settings tried before"
    assert counted["search.luck"].measure == "Sharpe ratio"
    assert counted["doubt.overfit"].sha256 == "c" * 64
    assert "doubt.searched" in counted
    assert "doubt.uncounted" not in counted
    assert not citable_of(inputs, story)["search.trials"].is_known
    assert "doubt.uncounted" in citable_of(inputs, story)


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value
