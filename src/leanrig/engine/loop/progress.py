"""How far a run is, told to the parent process on standard output."""

import sys
import time

from leanrig.engine.data.base_data import naive

__all__ = ["Progress"]

_EVERY_S = 0.1


class Progress:
    """Prints `\\x1eprogress SHARE DATE` lines, a few a second at most.

    Parameters
    ----------
    start_us, end_us
        The run's first and last moment.
    """

    def __init__(self, start_us: int, end_us: int) -> None:
        self._start = start_us
        self._span = max(end_us - start_us, 1)
        self._next = time.monotonic() + _EVERY_S

    def at(self, moment_us: int) -> None:
        """Tell that the run has come to a moment."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY_S
        share = min(max((moment_us - self._start) / self._span, 0.0), 1.0)
        print(f"\x1eprogress {share:.4f} {naive(moment_us):%Y-%m-%d}", file=sys.__stdout__, flush=True)
