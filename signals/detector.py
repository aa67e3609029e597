"""What every detector and every strength is: a machine that is fed one close after the other and knows nothing else.

That makes them causal by construction: what they say at a bar is a function of that bar and earlier ones. The research
over a whole history and the algorithm inside Lean run the same machine.
"""

from typing import Any, Protocol

from signals.contract import Regime

__all__ = ["Detector", "Strength"]


class Detector(Protocol):
    """Finds the market's regime."""

    def update(self, close: float) -> tuple[Regime, float] | None:
        """Take in a close and return regime and confidence (0 to 1), or None until there is enough to go by."""
        ...

    def history(self) -> list[dict[str, Any]]:
        """Return what was fitted and when: `bar` (0-based), and the parameters from that bar on."""
        ...


class Strength(Protocol):
    """Finds how strongly to be long or short."""

    def update(self, close: float) -> float | None:
        """Take in a close and return a number from -1 to 1, or None until there is enough to go by."""
        ...
