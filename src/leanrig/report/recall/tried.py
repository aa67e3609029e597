"""Have we tried this? One earlier run held against a new one: same inputs, same recipe, or only alike. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from leanrig.report.recall.run_files import Found, RunFiles

__all__ = ["Likeness", "Near", "differences", "has_same_inputs", "near_run"]

Likeness = Literal["same inputs", "same recipe", "alike"]
_FIGURES = ("figure.sharpe", "figure.return", "figure.drawdown", "figure.trades")
_COUNTS = ("orders.count", "orders.total", "trades.total", "fees", "figure.market", "figure.costs")
# Written anew at each run, or words for the reader: no run trades otherwise for them.
_NO_INPUT = ("crosscheck.",)
_NO_SETTING = ("name", "description")


@dataclass(frozen=True, slots=True)
class Near:
    """An earlier run.

    Parameters
    ----------
    is_same_result
        Whether every figure of its report equals that of the new run's; None where one of them has no report.
    figures
        The earlier run's figures as its own `facts.json` shows them, by key.
    differences
        What was set otherwise, in words.
    score
        How alike the texts of both are, 0 to 1; None where that was not asked.
    """

    folder: str
    started: str
    title: str
    likeness: Likeness
    is_same_result: bool | None
    judgement: str
    verdict: str
    figures: Mapping[str, str]
    differences: tuple[str, ...] = ()
    score: float | None = None

    @property
    def sentence(self) -> str:
        """What a reader of the new report should know of it."""
        when = self.started[:16].replace("T", " ")
        if self.likeness == "same inputs":
            results = {True: "with the same result", False: "with another result", None: "and has no report to compare"}
            return f"The same inputs ran on {when} {results[self.is_same_result]}{self._shown}."
        others = (
            f" with {'; '.join(self.differences)}" if self.differences else " with the same settings, on other inputs"
        )
        if self.likeness == "same recipe":
            return f"The recipe ran on {when}{others}{self._shown}."
        return f"A run like this was {self.title} on {when}{self._shown}."

    @property
    def _shown(self) -> str:
        if self.judgement not in ("good", ""):
            return f": {self.judgement.replace('_', ' ')}"
        names = {"figure.sharpe": "Sharpe ratio", "figure.return": "growth a year", "figure.drawdown": "drawdown"}
        said = [f"{name} {self.figures[key]}" for key, name in names.items() if self.figures.get(key)]
        return f": {', '.join(said)}" if said else ""


def has_same_inputs(new: Found, old: Found) -> bool:
    """Whether two `run.json` tell of the same files, the same parameters and the same bars."""
    mine, theirs = _inputs(new), _inputs(old)
    if not mine or mine != theirs or (new.get("parameters") or {}) != (old.get("parameters") or {}):
        return False
    if new.get("data_files") and old.get("data_files"):
        return bool(new["data_files"] == old["data_files"])
    return _bars(new) == _bars(old)


def near_run(new: RunFiles, old: RunFiles, likeness: Likeness, *, score: float | None = None) -> Near:
    """Return what is to be said of an earlier run beside a new one."""
    return Near(
        folder=old.folder,
        started=str(old.record.get("started") or ""),
        title=old.title,
        likeness=likeness,
        is_same_result=_same_result(new, old),
        judgement=old.judgement,
        verdict=old.verdict,
        figures={key: old.text(key) for key in _FIGURES if old.text(key)},
        differences=() if likeness == "same inputs" else differences(new, old),
        score=score,
    )


def differences(new: RunFiles, old: RunFiles) -> tuple[str, ...]:
    """Return what the recipe or the parameters of two runs set otherwise: "exposure 1.0 then, 0.5 now"."""
    mine = dict(_settings(new.recipe)) | dict(_settings(new.record.get("parameters") or {}))
    theirs = dict(_settings(old.recipe)) | dict(_settings(old.record.get("parameters") or {}))
    return tuple(
        f"{key.replace('_', ' ')} {theirs.get(key, 'not set')} then, {mine.get(key, 'not set')} now"
        for key in sorted(mine.keys() | theirs.keys())
        if mine.get(key) != theirs.get(key)
    )


def _same_result(new: RunFiles, old: RunFiles) -> bool | None:
    keys = (*_FIGURES, *_COUNTS)
    mine, theirs = [new.text(key) for key in keys], [old.text(key) for key in keys]
    if new.judgement != old.judgement:
        return False
    return mine == theirs if any(mine) and any(theirs) else None


def _inputs(record: Found) -> dict[str, Any]:
    found = record.get("inputs")
    items = found.items() if isinstance(found, Mapping) else ()
    return {str(name): digest for name, digest in items if not str(name).startswith(_NO_INPUT)}


def _bars(record: Found) -> dict[str, Any]:
    found = record.get("data")
    items = found.items() if isinstance(found, Mapping) else ()
    return {str(symbol): data.get("hashes") for symbol, data in items if isinstance(data, Mapping)}


def _settings(found: Found, inside: str = "") -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        if isinstance(value, Mapping):
            yield from _settings(value, f"{inside}{key} ")
        elif inside or key not in _NO_SETTING:
            yield f"{inside}{key}".removeprefix("trade "), str(value)
