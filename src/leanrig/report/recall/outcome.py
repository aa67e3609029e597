"""Sentences on how it went: the verdict, the account beside its benchmark, what to look at, what failed."""

from collections.abc import Iterator

from leanrig.model.recalled import RunText
from leanrig.report.recall.gist import gist_of
from leanrig.report.recall.glossary import JUDGED
from leanrig.report.recall.run_files import RunFiles

__all__ = ["outcome_texts"]

_MOST_QUOTED = 400


def outcome_texts(files: RunFiles) -> Iterator[RunText]:
    """Yield verdict, performance, looks, Lean's own remarks and failures."""
    if files.verdict:
        words = f"{files.judgement.replace('_', ' ')}: {files.verdict}" if files.judgement != "good" else files.verdict
        ended = f" ({JUDGED[files.judgement]})" if files.judgement in JUDGED else ""
        yield RunText("verdict", "summary", words, gist_of(f"{words}{ended}"))
    yield from _performance(files)
    for look in files.looks:
        yield RunText("look", "doubts", look, gist_of(look))
    for remark in files.quotes("analysis."):
        yield RunText("remark", "doubts", remark[:_MOST_QUOTED], gist_of(remark[:_MOST_QUOTED]))
    if files.judgement not in ("good", ""):
        for failure in (*files.reasons, *files.quotes("verdict.")):
            yield RunText("failure", "summary", failure[:_MOST_QUOTED], gist_of(failure[:_MOST_QUOTED]))


def _performance(files: RunFiles) -> Iterator[RunText]:
    growth, held = files.value("figure.return"), files.value("benchmark.return")
    if growth is None:
        return
    versus = files.text("benchmark.name") or "the benchmark"
    shown = [
        f"{name} {files.text(f'figure.{key}')}"
        + (f" against {files.text(f'benchmark.{key}')} of {versus}" if files.text(f"benchmark.{key}") else "")
        for key, name in (("return", "Growth a year"), ("sharpe", "Sharpe ratio"), ("drawdown", "deepest drawdown"))
        if files.text(f"figure.{key}")
    ]
    shown += [f"{files.text('figure.trades')} trades" if files.text("figure.trades") else ""]
    gist = f"{_gained(growth)}{_against(growth, held, versus)}"
    yield RunText("performance", "performance", "; ".join(part for part in shown if part), gist_of(gist, files.symbols))


def _gained(growth: float) -> str:
    return (
        "The strategy made money"
        if growth > 0
        else "The strategy lost money"
        if growth < 0
        else "The account stood still"
    )


def _against(growth: float, held: float | None, versus: str) -> str:
    if held is None:
        return "; there is no benchmark to hold it against"
    if growth == held:
        return f", exactly as much as {versus}"
    return f" and beat {versus}: it made more" if growth > held else f" and lost to {versus}: it made less than holding"
