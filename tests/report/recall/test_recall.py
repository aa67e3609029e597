"""What a run is found by, written out of its files; broken files leave less, and never an error."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from leanrig.report.recall.centroids import centroids_of, words_apart
from leanrig.report.recall.gist import gist_of
from leanrig.report.recall.linkage import groups_of
from leanrig.report.recall.moods import moods_of
from leanrig.report.recall.ranking import ranked, weights_of
from leanrig.report.recall.recall import recall
from leanrig.report.recall.run_files import RunFiles

FACTS = {
    "facts": {
        "figure.return": {"value": 0.1834, "text": "▲\u202f+18.3\u202f%"},
        "benchmark.return": {"value": 0.3822, "text": "▲\u202f+38.2\u202f%"},
        "figure.sharpe": {"value": 0.7629, "text": "0.76"},
        "benchmark.name": {"value": "buy and hold", "text": "buy and hold"},
    },
    "tables": {
        "regimes": {
            "columns": [{"key": "regime"}, {"key": "share"}, {"key": "growth"}, {"key": "trades"}],
            "rows": [["calm", 0.89, 6.137, 595], ["volatile", 0.107, -0.2004, 6]],
        },
        "falls": {
            "columns": [{"key": "start"}, {"key": "end"}, {"key": "days"}, {"key": "change"}],
            "rows": [["2002-02-05", "2003-06-27", 507, -0.2539]],
        },
    },
    "quotes": {"verdict.0": {"source": "result", "text": "ZeroDivisionError"}},
}


def files(**what: object) -> RunFiles:
    given: dict[str, object] = {
        "folder": "BTCUSD/2026-01-02/030405",
        "record": {"recipe": "btc_regime", "symbols": ["BTCUSD"], "parameters": {"exposure": "0.9"}},
        "facts": FACTS,
        "recipe": {"resolution": "hour", "signals": {"regime": "markov", "regime_parameters": {"window": 252}}},
        "judgement": "good",
        "verdict": "Worse than buy and hold: Sharpe 0.76 against 0.88, p = 0.02.",
        "moods": {("2002-02-05", "2003-06-27"): "volatile"},
    }
    return RunFiles(**(given | what))  # type: ignore[arg-type]


def test_what_a_run_says_is_written_from_its_files() -> None:
    run = recall(files())
    texts = {text.kind: text.text for text in run.texts}
    assert texts["verdict"] == "Worse than buy and hold: Sharpe 0.76 against 0.88, p = 0.02."
    assert texts["regime"] == "In volatile regimes (11 % of the time): account ▼ −20.0 %, 6 trades"
    assert texts["drawdown"] == (
        "Drawdown of −25.4 % from 2002-02-05 to 2003-06-27, 507 days, mostly in the volatile regime"
    )
    assert texts["parameters"] == "Parameters: exposure = 0.9"
    gists = {text.kind: text.gist for text in run.texts}
    assert gists["regime"] == "The account lost money in volatile regimes"
    assert gists["drawdown"] == (
        "A deep drawdown in a volatile regime, lasting more than a year (a crash of the account)"
    )
    assert gists["performance"] == (
        "BTCUSD bitcoin: The strategy made money and lost to buy and hold: it made less than holding"
    )
    assert (run.heading.sharpe, run.heading.growth, run.heading.drawdown) == (0.7629, 0.1834, None)
    assert "failure" not in texts


def test_a_run_that_failed_says_why() -> None:
    run = recall(files(judgement="runtime_error", verdict="A handler raised.", reasons=("A handler raised.",)))
    assert [text.text for text in run.texts if text.kind == "failure"] == ["A handler raised.", "ZeroDivisionError"]
    assert next(text.text for text in run.texts if text.kind == "verdict") == "runtime error: A handler raised."


def test_what_a_model_wrote_is_found_by_the_facts_it_names() -> None:
    told = {
        "summary": [
            {"text": "The Sharpe ratio of 0.76 trailed.", "slots": "{account.sharpe} trailed.", "by": "OpenAI"},
            {"text": "Ruled 1.", "slots": "Ruled.", "by": "rules"},
        ],
        "doubts": [{"text": "Few trades: 12.", "slots": "Broken {slot", "by": "rules"}],
    }
    facts = FACTS | {"cited": {"account.sharpe": {"name": "the account's Sharpe ratio"}}}
    run = recall(files(facts=facts, narration={"sections": told}))
    found = [(text.section, text.text, text.gist) for text in run.texts if text.kind == "narration"]
    assert found == [
        ("summary", "The Sharpe ratio of 0.76 trailed.", "the account's Sharpe ratio trailed."),
        ("doubts", "Few trades: 12.", "Few trades: (too few trades, it may be luck)"),
    ]


def test_no_figure_and_no_date_is_embedded() -> None:
    gist = gist_of("Sharpe 0.76 against −0.88 on 2008-10-03: ▼ −12.3 % of $1,234", ["AAPL"])
    assert gist == "AAPL: Sharpe against on of"


def test_the_same_gist_has_one_hash_whatever_the_figures() -> None:
    one, other = (recall(files(verdict=f"Sharpe {figure}.")).texts for figure in ("0.1", "0.9"))
    verdicts = [next(text for text in texts if text.kind == "verdict") for texts in (one, other)]
    assert verdicts[0].text != verdicts[1].text
    assert verdicts[0].hash == verdicts[1].hash


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
) if (KEYS := ["facts", "tables", "quotes", "falls", "columns", "rows", "key", "value", "signals", "data", "sections"]) else None  # fmt: skip  # noqa: E501


@given(st.dictionaries(st.sampled_from(KEYS), anything, max_size=4))
def test_whatever_stands_in_the_files_a_run_is_recalled(found: dict[str, object]) -> None:
    run = recall(RunFiles("a/b/c", record=found, facts=found, narration=found, recipe=found))
    assert run.heading.folder == "a/b/c"
    assert run.heading.sharpe is None or math.isfinite(run.heading.sharpe)


def test_a_fall_belongs_to_the_regime_that_most_of_its_rows_had() -> None:
    rows = ["timestamp,symbol,regime,confidence,signal_strength"]
    rows += [f"2020-03-0{day} 21:00:00,SPY,{'volatile' if day > 2 else 'calm'},0.9,0.1" for day in range(1, 7)]
    text = "\n".join(rows)
    falls = [("2020-03-01", "2020-03-06"), ("2020-03-01", "2020-03-04"), ("2021-01-01", "2021-02-01")]
    assert moods_of(falls, [text, "other,columns\n1,2"]) == {falls[0]: "volatile"}


def test_words_that_few_runs_have_weigh_more_and_together_more_than_apart() -> None:
    worded = [("a", 0, ["gold", "jump"]), ("b", 0, ["gold"]), ("b", 1, ["jump"]), ("c", 0, ["jump"])]
    weights = weights_of({"gold", "jump", "unseen"}, worded, 10)
    assert weights["unseen"] > weights["gold"] > weights["jump"]
    near = [("a", 0, "look", 0.8), ("b", 0, "look", 0.8), ("b", 1, "look", 0.8), ("c", 0, "look", 0.8)]
    hits = ranked(near, worded, weights, nothing=0.7)
    assert [hit.folder for hit in hits] == ["a", "b", "c"]
    assert hits[0].meaning == pytest.approx(1 / 3)


def test_what_is_as_far_as_anything_is_not_found() -> None:
    assert ranked([("a", 0, "look", 0.74)], [], {"cake": 2.0}, nothing=0.72) == []


def partition(groups: list[list[int]]) -> set[frozenset[int]]:
    return {frozenset(group) for group in groups}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("similarity", [0.2, 0.6, 0.9])
def test_groups_are_those_of_scipy(seed: int, similarity: float) -> None:
    dice = np.random.default_rng(seed)
    middles = dice.normal(size=(6, 12))
    vectors = middles[dice.integers(0, 6, 60)] + dice.normal(scale=0.45, size=(60, 12))
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    distances = 1 - unit @ unit.T
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    labels = fcluster(tree, 1 - similarity, "distance")
    theirs = [np.flatnonzero(labels == label).tolist() for label in set(labels)]
    assert partition(groups_of(vectors, similarity=similarity)) == partition(theirs)


def test_groups_of_none_one_and_equal_rows() -> None:
    assert groups_of(np.empty((0, 4)), similarity=0.9) == []
    assert groups_of(np.ones((1, 4)), similarity=0.9) == [[0]]
    assert groups_of(np.ones((3, 4)), similarity=0.9) == [[0, 1, 2]]
    assert groups_of(np.array([[1.0, 0], [0, 1]]), similarity=0.9) == [[0], [1]]


def test_what_every_run_says_counts_little_in_its_vector() -> None:
    vectors = np.array([[1, 0], [0, 1], [1, 0], [0, -1]], dtype=np.float32)
    order, found = centroids_of(["a", "a", "b", "b"], ["same", "x", "same", "y"], vectors)
    assert order == ["a", "b"]
    common, rare = math.log(1 + 2 / 2), math.log(1 + 2 / 1)
    assert found[0] == pytest.approx(np.array([common, rare]) / math.hypot(common, rare))


def test_the_words_of_a_group_are_those_that_others_have_not() -> None:
    every = [frozenset({"spy", "sharpe", "2008"})] * 3 + [frozenset({"gold", "sharpe"})] * 3
    assert words_apart(every[:3], every) == ("spy",)
