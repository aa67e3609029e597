"""What a person sees while a command works: one line a step, a bar only on a terminal and only past half a second."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

import click

__all__ = ["Step", "Terminal"]

_BAR_WIDTH = 20
_PATIENCE_S = 0.5


@dataclass(slots=True)
class Step:
    """One arrow while it runs; `progress` may be called as often as one likes."""

    label: str
    live: bool
    stream: IO[str]
    began: float = field(default_factory=time.monotonic)
    drawn: float = 0.0
    width: int = 0

    def progress(self, share: float, word: str = "", left_s: float | None = None) -> None:
        """Redraw the bar: `share` from 0 to 1 is done, `word` says where the work stands.

        `left_s` is the time that is left, where the work knows better than the pace so far (a vendor's limit).
        """
        now = time.monotonic()
        if not self.live or now - self.began < _PATIENCE_S or now - self.drawn < 0.1:
            return
        self.drawn = now
        filled = round(min(max(share, 0.0), 1.0) * _BAR_WIDTH)
        if left_s is None and share > 0.02:
            left_s = (now - self.began) * (1 - share) / share
        left = "" if left_s is None else f"{_spoken(left_s)} left"
        self._write(f"{self.label}  {'━' * filled}{'╌' * (_BAR_WIDTH - filled)}  {word}  {left}")

    def _write(self, text: str) -> None:
        room = max(20, (os.get_terminal_size(self.stream.fileno()).columns if self.live else 80) - 1)
        text = text[:room]
        self.stream.write("\r" + text.ljust(self.width))
        self.stream.flush()
        self.width = len(text)

    def clear(self) -> None:
        """Take the bar away, so that the step's line can stand in its place."""
        if self.width:
            self.stream.write("\r" + " " * self.width + "\r")
            self.stream.flush()

    @property
    def seconds(self) -> float:
        """Time since the step began."""
        return time.monotonic() - self.began


def _spoken(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


@dataclass(slots=True)
class Terminal:
    """Where messages go. With `--json` stdout belongs to the one object; everything else is on stderr."""

    quiet: bool = False
    as_json: bool = False
    stream: IO[str] = field(default_factory=lambda: sys.stderr)

    def say(self, text: str = "") -> None:
        """Show a line of the result: on stdout, or on stderr when stdout holds the object."""
        if not (self.quiet and not self.as_json):
            click.echo(text, err=self.as_json)

    def result(self, text: str) -> None:
        """Show a line that even `--quiet` keeps."""
        click.echo(text, err=self.as_json)

    def warn(self, text: str) -> None:
        """Show a warning on stderr; the command goes on."""
        click.echo(f"warning: {text}", err=True)

    def object(self, value: Any) -> None:
        """Write the one object of `--json`."""
        click.echo(json.dumps(value, indent=2, default=str))

    @contextmanager
    def step(self, label: str) -> Iterator[tuple[Step, Callable[[str], None]]]:
        """Yield the running step and a function that says its closing line."""
        live = not self.quiet and self.stream.isatty() and os.environ.get("TERM") != "dumb"
        step = Step(label, live, self.stream)

        def done(text: str) -> None:
            step.clear()
            self.say(f"{label}  {text}")

        try:
            yield step, done
        finally:
            step.clear()
