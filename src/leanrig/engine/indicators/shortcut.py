"""What one of the algorithm's own constructors is: which class, which parameters, and the name it gives.

The class is given as `module.Class` of this folder and imported when it is first made, so that a run pays only for the
indicators that it uses.
"""

from importlib import import_module
from typing import Any, NamedTuple

__all__ = ["REQUIRED", "Shortcut", "load", "of_bars", "of_values"]

REQUIRED = object()
# Parameters that Lean leaves out of the name.
_UNNAMED = {"moving_average_type", "type", "signal_type", "strict", "last_stored_values"}


class Shortcut(NamedTuple):
    """One constructor: `parameters` are (name, default) in order, `form` the name with them filled in."""

    make: str
    parameters: tuple[tuple[str, Any], ...]
    form: str
    field: str = "close"
    is_bar: bool = False
    resolution: Any = None
    takes_name: bool = True

    def build(self, label: str, *values: Any) -> Any:
        """Make the indicator."""
        made = load(self.make)
        return made(label, *values) if self.takes_name else made(*values)


def load(place: str) -> Any:
    """Return the class at `module.Class`."""
    module, _, name = place.rpartition(".")
    return getattr(import_module(f"leanrig.engine.indicators.{module}"), name)


def of_values(make: str, short: str, *parameters: Any, form: str | None = None, **more: Any) -> Shortcut:
    """A constructor of an indicator over values.

    Parameters
    ----------
    make
        `module.Class`.
    short
        Lean's short name; the numbers stand behind it unless `form` says otherwise.
    parameters
        A name where it is required, else (name, default).
    """
    pairs = tuple((item, REQUIRED) if isinstance(item, str) else item for item in parameters)
    shown = ",".join(f"{{{name}}}" for name, _ in pairs if name not in _UNNAMED)
    return Shortcut(make, pairs, form or (f"{short}({shown})" if shown else short), **more)


def of_bars(make: str, short: str, *parameters: Any, **more: Any) -> Shortcut:
    """A constructor of an indicator over bars."""
    return of_values(make, short, *parameters, is_bar=True, **more)
