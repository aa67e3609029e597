"""Which functions and classes of a module are signals, and how each is given a history.

A signal is a public function of one history (further parameters have defaults), or a public class with `update`.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any

import pandas as pd

__all__ = ["Subject", "caller", "each_bar", "subjects_of", "use_parameters"]

_PANELS = ("panel", "universe", "closes_by_symbol", "prices_by_symbol")
_FRAMES = ("bars", "frame", "df", "data", "dataframe", "ohlc", "ohlcv", "candles", "quotes", "history")
_CLOSES = ("closes", "close", "prices", "price", "series", "values", "x")
_LABELS = ("label", "target", "outcome", "forward", "future", "triple_barrier")
_ORDER = ("closes", "bars", "panel", "array", "returns")


@dataclass(frozen=True, slots=True)
class Subject:
    """One signal. `run` takes a history in one of `kinds`; a stream takes bars one by one and cannot see later ones.

    `needs_history` is true of a stream whose constructor is shown the history.
    """

    name: str
    kinds: tuple[str, ...]
    run: Callable[[Any, str], Any]
    line: int
    is_stream: bool = False
    needs_history: bool = False
    refits: Callable[[pd.DataFrame], list[int]] | None = None
    function: Any = None


def subjects_of(module: ModuleType, chosen: str | None = None) -> tuple[list[Subject], list[str]]:
    """Return the module's signals, and a note for each that was passed over.

    Parameters
    ----------
    chosen
        The one to take; all public ones where it is None.
    """
    found: list[Subject] = []
    notes: list[str] = []
    for name, value in _own(module, chosen):
        if inspect.isclass(value):
            found += _of_class(name, value)
        elif name.lower().startswith(_LABELS) and chosen is None:
            notes.append(f"{name} is a label by its name, which may know the future: not audited")
        elif (kinds := _kinds(value)) is not None:
            found.append(Subject(name, kinds, caller(value), _line(value), function=value))
    return found, notes


def use_parameters(kind: type, parameters: dict[str, Any]) -> list[Subject]:
    """Return a class as signals, made with these parameters."""
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in parameters.items()}
    return _of_class(kind.__name__, kind, values)


def _own(module: ModuleType, chosen: str | None) -> Iterator[tuple[str, Any]]:
    for name, value in vars(module).items():
        own = getattr(value, "__module__", None) == module.__name__
        if (
            own
            and (inspect.isfunction(value) or inspect.isclass(value))
            and (name == chosen if chosen else not name.startswith("_"))
        ):
            yield name, value


def _required(call: Any) -> list[inspect.Parameter] | None:
    try:
        parameters = inspect.signature(call).parameters.values()
    except (TypeError, ValueError):
        return None
    variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [known for known in parameters if known.default is known.empty and known.kind not in variable]


def _kinds(function: Any) -> tuple[str, ...] | None:
    """Return the kinds of history to try, the likeliest first."""
    required = _required(function)
    if required is None or len(required) != 1 or required[0].kind is inspect.Parameter.KEYWORD_ONLY:
        return None
    first = _likeliest(required[0])
    return (first, *(kind for kind in _ORDER if kind != first)) if first else None


def _likeliest(parameter: inspect.Parameter) -> str | None:
    name, note = parameter.name.lower(), str(parameter.annotation)
    if name in _PANELS:
        return "panel"
    if "DataFrame" in note or name in _FRAMES:
        return "bars"
    if name.startswith("return"):
        return "returns"
    if "ndarray" in note:
        return "array"
    if "Series" in note or name in _CLOSES or parameter.annotation is parameter.empty or "Any" in note:
        return "closes"
    return None


def caller(function: Any) -> Callable[[Any, str], Any]:
    """Return how to run a plain function."""
    return lambda view, kind: function(view)  # noqa: ARG005


def _line(value: Any) -> int:
    try:
        return inspect.getsourcelines(value)[1]
    except (OSError, TypeError):
        return 1


def _of_class(name: str, kind: type, parameters: dict[str, Any] | None = None) -> list[Subject]:
    if (
        getattr(kind, "_is_protocol", False)
        or inspect.isabstract(kind)
        or not callable(update := getattr(kind, "update", None))
    ):
        return []
    needed, fed = _required(kind), _required(update)
    if needed is None or fed is None or len(fed) not in (2, 3):
        return []
    given = parameters or {}
    needed = [known for known in needed if known.name not in given]
    told = bool(needed)
    if len(needed) > 1 or (told and _likeliest(needed[0]) is None):
        return []
    feed = _feeder([known.name for known in fed[1:]])
    if feed is None:
        return []

    def make(view: Any) -> Any:
        return kind(view, **given) if told else kind(**given)

    def stream(view: Any, kind_: str) -> Any:  # noqa: ARG001
        machine = make(view[0])
        return [feed(machine, end, bar) for end, bar in view[1]]

    found = [Subject(name, ("stream",), stream, _line(kind), True, told)]
    over = getattr(kind, "over", None)
    if callable(over) and not told and len(_required(over) or ()) == 2:

        def batch(view: Any, kind_: str) -> Any:  # noqa: ARG001
            return make(None).over(view)

        def refits(bars: pd.DataFrame) -> list[int]:
            return _fits(batch(bars["close"], "closes"))

        found.append(Subject(f"{name}.over", ("closes", "array"), batch, _line(over), refits=refits))
    return found


def _fits(answer: Any) -> list[int]:
    """Bars at which something was fitted, where the answer tells them."""
    told = getattr(answer, "fits", ())
    return [fit["bar"] for fit in told if isinstance(fit, dict) and isinstance(fit.get("bar"), int)]


def each_bar(bars: pd.DataFrame) -> Iterator[tuple[Any, SimpleNamespace]]:
    """Yield end_time and bar, oldest first."""
    columns = {name: bars[name].tolist() for name in bars.columns}
    for number, end in enumerate(bars.index):
        yield end, SimpleNamespace(end_time=end, time=end, **{name: column[number] for name, column in columns.items()})


def _feeder(names: list[str]) -> Callable[[Any, Any, Any], Any] | None:
    """Return how to feed a bar to `update`; None where its parameters are not a bar's."""
    low = [name.lower().lstrip("_") for name in names]
    if len(low) == 2 and low[0] in ("end_time", "time", "timestamp", "end", "when"):
        return lambda machine, end, bar: machine.update(end, bar.close)
    if len(low) != 1:
        return None
    if low[0] in ("bar", "row", "candle"):
        return lambda machine, end, bar: machine.update(bar)  # noqa: ARG005
    if low[0] in ("close", "price", "value", "x", "last"):
        return lambda machine, end, bar: machine.update(bar.close)  # noqa: ARG005
    return None
