"""The PDF: made by wheels alone, the same facts, charts as vectors."""

import re
import zlib
from dataclasses import replace

import pytest
from report.run_folders import run_folder, told
from shared_reference import shared

from leanrig.report.check import UntracedNumber
from leanrig.report.fact import Prose
from leanrig.report.facts import Story
from leanrig.report.paper import Paper, plain
from leanrig.report.pdf import pdf_of


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return told(run_folder(tmp_path_factory.mktemp("run")))[0]


def test_it_opens_and_says_what_the_page_says(story: Story) -> None:
    data = pdf_of(story)
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    text = _text(data)
    for words in (
        "signal_rows",
        "2 of 8 orders were refused",
        "When and why",
        "By regime",
        "Months",
        "Trades",
        "From what",
    ):
        assert words in text, words
    for fact in ("figure.sharpe", "figure.drawdown", "figure.return", "label"):
        assert plain(story.facts[fact].text).strip() in text, fact


def test_its_charts_are_vectors(story: Story) -> None:
    data = pdf_of(story)
    assert b"/Subtype /Image" not in data
    lines = sum(stream.count(b" l\n") + stream.count(b" l ") for stream in _streams(data))
    assert lines > 1_000


def test_words_with_a_number_and_facts_of_elsewhere_are_refused(story: Story) -> None:
    paper = Paper(story.facts)
    with pytest.raises(UntracedNumber):
        paper.words(Prose(("7 years",)))
    with pytest.raises(UntracedNumber):
        paper.heading("The best of 3")
    changed = replace(story.facts["figure.sharpe"], text="9.00")
    with pytest.raises(UntracedNumber):
        paper.words(Prose((changed,)))


def test_every_sample_has_a_pdf() -> None:
    for folder in sorted(path for path in shared("lean-results", "samples").iterdir() if path.is_dir()):
        assert pdf_of(told(folder)[0]).startswith(b"%PDF-"), folder.name


def _streams(data: bytes) -> list[bytes]:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, flags=re.DOTALL)
    return [zlib.decompress(stream) for stream in found if stream[:1] == b"x"]


def _text(data: bytes) -> str:
    """Return what is written, without a reader: the texts of the content streams in their order."""
    parts = [part for stream in _streams(data) for part in re.findall(rb"\(((?:\\.|[^\\)])*)\) Tj", stream)]
    return " ".join(re.sub(rb"\\(.)", rb"\1", part).decode("latin-1") for part in parts)
