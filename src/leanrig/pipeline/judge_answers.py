"""What a detector says honestly and dishonestly of the same closes; it is run and fitted once for all of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from research.judging.history import Floats
from research.judging.leaky import (
    Answers,
    honest_answers,
    leaky_centred_answers,
    leaky_full_sample_answers,
    leaky_hindsight_answers,
)
from signals.contract import Regime
from signals.detector import Detector, Filtered

__all__ = ["AllAnswers", "all_answers"]

_HALF = 10


@dataclass(frozen=True, slots=True)
class AllAnswers:
    """Honest answers, and (name, words, answers) of each dishonest variant."""

    honest: Answers
    leaky: tuple[tuple[str, str, Answers], ...]


def all_answers(make: Callable[[], Detector], closes: Floats) -> AllAnswers:
    """Return what fresh detectors say of `closes`; `BadInput` where they learn nothing from them."""
    fits: dict[int, Any] = {}
    honest = honest_answers(make, closes)
    return AllAnswers(honest, tuple(_leaky(lambda: _Learner(make(), fits), honest, closes)))


def _leaky(make: "Callable[[], _Learner]", honest: Answers, closes: Floats) -> Iterator[tuple[str, str, Answers]]:
    yield "full_sample", "learned from the whole sample", leaky_full_sample_answers(make, closes)
    hindsight = leaky_hindsight_answers(make, closes)
    if hindsight is not None:
        yield "hindsight", "smoothed over the whole sample", hindsight
    centred = leaky_centred_answers(lambda: _Replay(honest), closes, half=_HALF)
    yield "centred", f"cleaned by {_HALF} bars on both sides", centred


@dataclass(slots=True)
class _Learner:
    """A detector that fits the same closes once, however often it is asked."""

    detector: Detector
    fits: dict[int, Any]

    def update(self, close: float) -> tuple[Regime, float] | None:
        return self.detector.update(close)

    def fit(self, closes: Floats) -> Any:
        if len(closes) not in self.fits:
            self.fits[len(closes)] = self.detector.fit(closes)
        return self.fits[len(closes)]

    def filter(self, closes: Floats, parameters: Any) -> Filtered:
        return self.detector.filter(closes, parameters)


@dataclass(slots=True)
class _Replay:
    """Says again what a detector has said, close after close."""

    answers: Answers
    place: int = field(default=-1)

    def update(self, close: float) -> tuple[Regime, float] | None:  # noqa: ARG002
        self.place += 1
        word = str(self.answers.regime[self.place])
        return (Regime(word), float(self.answers.confidence[self.place])) if word else None
