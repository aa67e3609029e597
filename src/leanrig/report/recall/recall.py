"""A run's files become the few sentences that it can be found by. Pure."""

from leanrig.model.recalled import RecalledRun, RunHeading
from leanrig.report.recall.narrated import narrated_texts
from leanrig.report.recall.outcome import outcome_texts
from leanrig.report.recall.run_files import RunFiles
from leanrig.report.recall.stretches import stretch_texts
from leanrig.report.recall.subject import subject_texts

__all__ = ["WORDING", "recall"]

WORDING = 1
"""Goes up when runs are worded otherwise, so that every memory reads them again."""


def recall(files: RunFiles, *, stamp: str = "") -> RecalledRun:
    """Return the heading of a run and its texts, each of them once.

    Parameters
    ----------
    files
        What the run's folder holds; a run that failed, or that nobody reported on yet, has fewer texts.
    stamp
        Which state of the files this is.
    """
    texts = dict.fromkeys((*subject_texts(files), *outcome_texts(files), *stretch_texts(files), *narrated_texts(files)))
    return RecalledRun(_heading(files), stamp, tuple(texts))


def _heading(files: RunFiles) -> RunHeading:
    return RunHeading(
        folder=files.folder,
        started=str(files.record.get("started") or ""),
        title=files.title,
        recipe=str(files.record.get("recipe") or ""),
        symbols=files.symbols,
        judgement=files.judgement,
        verdict=files.verdict,
        sharpe=files.value("figure.sharpe"),
        growth=files.value("figure.return"),
        drawdown=files.value("figure.drawdown"),
    )
