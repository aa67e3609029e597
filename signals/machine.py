"""What all detectors and strengths share: good prices only, and a state that can be kept. Standard library only."""

import json
from collections import deque
from collections.abc import Mapping
from typing import Any, ClassVar

from signals.prices import checked

__all__ = ["Machine"]


class Machine:
    """Counts its bars, refuses what is no price, and gives its state away and takes it back.

    A machine that is given the state of another goes on as that one would have, to the last bit.

    Parameters
    ----------
    parameters
        What the machine was made with; a state from other parameters is refused.
    """

    _kept: ClassVar[tuple[str, ...]] = ()  # attributes that the state holds, besides the number of bars

    def __init__(self, **parameters: Any) -> None:
        self._parameters = parameters
        self._bars = 0

    def state(self) -> dict[str, Any]:
        """Return everything that later answers depend on, as JSON can hold it."""
        kept = {name: _plain(getattr(self, name)) for name in self._kept}
        return {"of": type(self).__name__, "parameters": _plain(self._parameters), "bars": self._bars, "kept": kept}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from `state`; raise `ValueError` if it is of another machine or of other parameters."""
        own = {"of": type(self).__name__, "parameters": _plain(self._parameters)}
        for name, value in own.items():
            if json.dumps(state.get(name)) != json.dumps(value):
                raise ValueError(f"this state has {name} {state.get(name)}, and the machine {value}: start anew")
        if set(state["kept"]) != set(self._kept):
            raise ValueError(f"this state of {own['of']} was kept by another version: start anew")
        self._bars = state["bars"]
        for name, value in state["kept"].items():
            setattr(self, name, _alike(getattr(self, name), value))

    def history(self) -> list[dict[str, Any]]:
        """Return what was fitted and when; nothing, unless the machine learns."""
        return []

    def _price(self, close: float) -> float:
        self._bars += 1
        return checked(close, self._bars - 1)


def _plain(value: Any) -> Any:
    if hasattr(value, "state"):
        return value.state()
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, deque)):
        return [_plain(inner) for inner in value]
    return value


def _alike(now: Any, value: Any) -> Any:
    """Return `value` in the shape of what the machine holds now."""
    if hasattr(now, "restore"):
        now.restore(value)
        return now
    if isinstance(now, deque):
        return deque(value, maxlen=now.maxlen)
    return list(value) if isinstance(value, list) else value
