"""log, debug, error: what an algorithm writes down."""

from decimal import Decimal
from typing import Any

from leanrig.engine.algorithm.signal_export import SignalExportMixin
from leanrig.engine.number import text

__all__ = ["NotesMixin"]


class NotesMixin(SignalExportMixin):
    """`log`, `debug`, `error`, `quit`, own statistics and tags."""

    _lean_notes: Any
    _lean_runtime_statistics: dict[str, str]
    _lean_summary_statistics: dict[str, str]
    tags: list[str]

    def log(self, message: object) -> None:
        """A line of the log."""
        self._lean_notes.algorithm_line(self, "log", _plain(message))

    def debug(self, message: object) -> None:
        """A line of the console and the log."""
        self._lean_notes.algorithm_line(self, "debug", _plain(message))

    def error(self, message: object) -> None:
        """A line that says that something is wrong; the run goes on."""
        self._lean_notes.algorithm_line(self, "error", _plain(message))

    def set_runtime_statistic(self, name: str, value: object) -> None:
        self._lean_runtime_statistics[name] = _plain(value)

    def set_summary_statistic(self, name: str, value: object) -> None:
        self._lean_summary_statistics[name] = _plain(value)

    @property
    def runtime_statistics(self) -> dict[str, str]:
        return self._lean_runtime_statistics

    def add_tag(self, tag: str) -> None:
        if tag and tag not in self.tags:
            self.tags.append(tag)

    def set_tags(self, tags: list[str]) -> None:
        self.tags = list(dict.fromkeys(tags))

    def set_name(self, name: str) -> None:
        self.name = name


def _plain(message: object) -> str:

    return text(message) if isinstance(message, Decimal) else str(message)
