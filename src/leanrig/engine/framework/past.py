"""Bars of the past for models that fill their indicators before the first insight."""

from collections.abc import Iterator
from typing import Any

from leanrig.engine.data.config import span_of
from leanrig.engine.enums import Resolution
from leanrig.engine.history.forms import Question, requests_for
from leanrig.engine.history.reading import slices
from leanrig.engine.history.requests import Options
from leanrig.engine.identity import Symbol

__all__ = ["past_points", "past_slices", "span_times"]


def past_slices(algorithm: Any, symbols: list[Symbol], periods: int, resolution: Resolution) -> Iterator[Any]:
    """Slices of the last bars of symbols."""
    question = Question(symbols, None, periods, Options(resolution=resolution), is_bare=False)
    yield from slices(algorithm, requests_for(algorithm, question, symbols, None))


def past_points(algorithm: Any, symbols: list[Symbol], periods: int, resolution: Resolution) -> Iterator[Any]:
    """The last bars of symbols one by one; trades where there are both kinds."""
    for slice_ in past_slices(algorithm, symbols, periods, resolution):
        for symbol in list(slice_.keys()):
            point = slice_.get(symbol)
            if point is not None:
                yield point


def span_times(resolution: Resolution, count: int) -> Any:
    """The length of some bars."""
    return span_of(resolution) * count
