"""The thousand lies told by a model: a stand-in on loopback writes them, the whole path asks, checks and publishes."""

import json
import math
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest
from providers.openai.made import NOW, writer_of
from report.lies.held_out import HELD_OUT
from report.lies.lie import Lie
from report.lies.reports import report, reports
from report.lies.seen import SEEN, draw

from leanrig.model.narration import Writer
from leanrig.pipeline.narrate import narrate
from leanrig.providers.openai.ledger import Ledger
from leanrig.report.fact import Facts
from leanrig.report.narrate.language import Narrative, Section, SectionName, Sentence
from leanrig.report.narrate.question import ROLE_SECTIONS
from leanrig.standins.openai import make_openai
from leanrig.standins.openai_asked import Asked
from leanrig.standins.openai_narrators import Played

A_SECTION = 8
TRUTH = "{account.return} is worth a look."


class Liar:
    """Writes the sentences that it was given last, in all sections that are wanted."""

    def __init__(self) -> None:
        self.sentences: Sequence[str] = ()
        self.asked = 0

    def __call__(self, asked: Asked) -> Played:
        self.asked += 1
        left = iter(self.sentences)
        wanted: list[SectionName] = json.loads(asked.data)["sections"]
        sections = [
            Section(name=name, sentences=[Sentence(text=text) for text in islice(left, A_SECTION)]) for name in wanted
        ]
        return Played(Narrative(sections=sections).model_dump_json())


def _batches(lies: Sequence[Lie]) -> Iterator[tuple[str, list[str]]]:
    room = A_SECTION * len(ROLE_SECTIONS["deep"])
    for made in reports():
        told = [lie.after for lie in lies if lie.report == made.name]
        yield from ((made.name, told[start : start + room]) for start in range(0, len(told), room))


@pytest.fixture
def liar() -> Liar:
    return Liar()


@pytest.fixture
def writer(liar: Liar, tmp_path: Path) -> Iterator[Writer]:
    with make_openai(narrator=liar) as server:
        yield writer_of(server, Ledger(tmp_path / "ledger", limit_usd=1_000, now=lambda: NOW), tmp_path)


def _rules() -> Narrative:
    return Narrative(sections=[Section(name="summary", sentences=[Sentence(text=TRUTH)])])


def test_a_thousand_lies_of_a_model_are_asked_again_and_not_published(liar: Liar, writer: Writer) -> None:
    mutators = {**SEEN, **HELD_OUT}
    lies = draw(mutators, seed=20_240_614, each=math.ceil(1_000 / len(mutators)))
    told = 0
    for name, sentences in _batches(lies):
        liar.sentences, before = sentences, liar.asked
        made = narrate(report(name).table, _rules(), Facts(), prompt="Write.", roles=["deep"], writers=[writer])
        assert not made.failures
        assert liar.asked == before + 2  # the answer, and the one after the reasons
        published = [sentence.text for section in made.told.sections for sentence in section.sentences]
        assert published == [TRUTH]
        assert set(sentences) <= {refused.text for refused in made.told.refused}
        told += len(sentences)
    assert told == len(lies) >= 1_000


def test_a_model_that_writes_the_truth_is_published(liar: Liar, writer: Writer) -> None:
    true = ["{account.drawdown} is worth a look.", "{account.sharpe} should be read with care."]
    liar.sentences = true
    made = narrate(report("several").table, _rules(), Facts(), prompt="Write.", roles=["deep"], writers=[writer])
    published = [sentence.text for section in made.told.sections for sentence in section.sentences]
    assert published == [TRUTH, *true]
    assert (liar.asked, made.told.refused) == (1, ())
