"""What became of the run itself: its verdict, and what its own files say against it. Pure."""

from collections.abc import Iterator

from leanrig.model.verdict import Judgement
from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import cite
from leanrig.report.cite.sources import Sources
from leanrig.report.inputs import ReportInputs

__all__ = ["run_facts"]

_ENDINGS = {
    Judgement.CRASHED: "a crash of the engine",
    Judgement.UNFINISHED: "a run that was killed on its way",
    Judgement.INITIALIZE_ERROR: "an algorithm that did not start",
    Judgement.RUNTIME_ERROR: "a run ended by an error",
    Judgement.NO_DATA: "a run without price data",
    Judgement.BANKRUPT: "a bankrupt account",
    Judgement.ALL_REFUSED: "a run whose orders were all refused",
    Judgement.CUT_SHORT: "a run that was cut short",
    Judgement.NO_ORDERS: "a run without any order",
    Judgement.MISSING_DATA: "a run with price files missing",
    Judgement.SOME_REFUSED: "a run with refused orders",
    Judgement.GOOD: "a whole run: data came, orders were taken, it ended where it should",
}


def run_facts(inputs: ReportInputs, sources: Sources) -> Iterator[Citable]:
    """Yield run.verdict and run.reason.<n>; reasons in our words, never what a log says."""
    verdict = inputs.verdict
    yield cite(
        "run.verdict", verdict.word, shown.name(_ENDINGS[verdict.judgement]), "verdict on the run",
        source=sources.result, how="worked out from the run's files", whole=_ENDINGS[verdict.judgement],
    )  # fmt: skip
    for place, reason in enumerate(verdict.reasons, 1):
        if not any(isinstance(value, str) for value in reason.values.values()):
            sentence = reason.sentence[:1].lower() + reason.sentence[1:].rstrip(".")
            yield cite(
                f"run.reason.{place}", sentence, shown.name(sentence), "finding against the run",
                source=sources.result, how="worked out from the run's files", whole=f"this: {sentence}",
            )  # fmt: skip
