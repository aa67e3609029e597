"""A thousand lies, none published; two hundred honest sentences, hardly one refused."""

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from report.lies.held_out import HELD_OUT
from report.lies.honest import HELD_OUT_FILE, SEEN_FILE, Honest, honest
from report.lies.kinds import kinds
from report.lies.lie import Lie
from report.lies.measure import measure
from report.lies.reports import report
from report.lies.seen import SEEN, draw
from report.lies.truth import holds

from leanrig.report.cite.citable import CitableTable
from leanrig.report.narrate.check import check_sentence
from leanrig.report.narrate.refusal import Refusal

SEED = 20_240_613
LIES = 1_000


def _held_out_sentences() -> tuple[Honest, ...]:
    return honest(HELD_OUT_FILE)


@cache
def _seen_lies() -> tuple[Lie, ...]:
    return tuple(draw(SEEN, seed=SEED, each=math.ceil(LIES / len(SEEN))))


def test_a_thousand_lies_of_the_known_kinds_and_the_known_honest_sentences() -> None:
    score = measure(check_sentence, _seen_lies(), honest())
    assert (score.lies >= LIES, score.sentences) == (True, 160)
    assert score.is_good, str(score)


def test_a_thousand_lies_of_all_kinds_and_two_hundred_honest_sentences() -> None:
    check, held_out, sentences = check_sentence, HELD_OUT, [*honest(), *_held_out_sentences()]
    mutators = {**SEEN, **held_out}
    assert set(mutators) == {kind.name for kind in kinds()}
    score = measure(check, draw(mutators, seed=SEED, each=math.ceil(LIES / len(mutators))), sentences)
    assert (score.lies >= LIES, score.sentences >= 200) == (True, True)
    assert score.is_good, str(score)


def test_the_truths_that_lies_were_made_of_are_published() -> None:
    truths = {(lie.report, lie.before): Honest(lie.report, lie.before, ()) for lie in _seen_lies()}
    score = measure(check_sentence, _seen_lies()[:1], truths.values())
    assert len(score.refused) <= 0.02 * score.sentences, str(score)


def test_a_checker_that_refuses_everything_is_no_good() -> None:
    def refuse(text: str, table: CitableTable) -> Sequence[Refusal]:
        return (Refusal(text, "never"),)

    score = measure(refuse, _seen_lies(), honest())
    assert not score.published
    assert len(score.refused) == score.sentences
    assert not score.is_good


def test_a_checker_that_refuses_nothing_is_no_good() -> None:
    def publish(text: str, table: CitableTable) -> Sequence[Refusal]:
        return ()

    score = measure(publish, _seen_lies(), honest())
    assert len(score.published) == score.lies
    assert not score.refused
    assert not score.is_good


def test_a_checker_that_only_looks_for_digits_is_no_good() -> None:
    def digits(text: str, table: CitableTable) -> Sequence[Refusal]:
        outside = "".join(part.partition("}")[2] for part in f"}}{text}".split("{"))
        return [Refusal(letter, "a digit") for letter in outside if letter.isdigit()]

    score = measure(digits, _seen_lies(), honest())
    assert len(score.published) > score.lies / 2
    assert not score.is_good


def test_a_measure_of_nothing_is_no_good() -> None:
    assert not measure(lambda text, table: (), [], []).is_good


@pytest.mark.parametrize("file", [SEEN_FILE, HELD_OUT_FILE], ids=["seen", "held out"])
def test_honest_sentences_are_true(file: Path) -> None:
    sentences = honest(SEEN_FILE) if file == SEEN_FILE else _held_out_sentences()
    assert len({said.text for said in sentences}) == len(sentences) == (160 if file == SEEN_FILE else 40)
    for said in sentences:
        assert said.claims, said
        for claim in said.claims:
            assert holds(claim, report(said.report).table) is True, (said, claim)


def test_a_fifth_of_the_honest_sentences_is_held_out() -> None:
    assert len(_held_out_sentences()) * 4 >= len(honest())
