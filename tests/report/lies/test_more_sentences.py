"""More honest sentences, in the manner of different writers: each is true of its report and stands nowhere else."""

import re

from report.lies.honest import honest, more_sentences
from report.lies.reports import report
from report.lies.truth import holds

SLOT = re.compile(r"\{([a-z0-9_.-]+)(?:\|name)?\}")


def test_all_that_they_claim_is_true() -> None:
    for said in more_sentences():
        table = report(said.report).table
        assert said.claims, said
        for claim in said.claims:
            assert holds(claim, table) is True, (said, claim)


def test_their_slots_are_facts_and_all_that_they_claim_is_about_these() -> None:
    for said in more_sentences():
        slots = set(SLOT.findall(said.text))
        claimed = {key for claim in said.claims for key in claim.split()[1:]}
        assert claimed <= slots <= set(report(said.report).table), said
        assert not re.search(r"[{}\d]", SLOT.sub("", said.text)), said


def test_they_are_many_and_none_stands_twice() -> None:
    texts = [said.text for said in (*honest(), *more_sentences())]
    assert len(set(texts)) == len(texts)
    assert len(more_sentences()) >= 400
