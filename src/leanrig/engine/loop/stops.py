"""Why a run ends before its data does."""

from collections.abc import Callable
from typing import Any

__all__ = ["Stop"]


class Stop:
    """Set by `quit()`, by an error in the user's code, or by the engine.

    Attributes
    ----------
    now
        The run must not go on.
    error
        The exception that stopped it, and the handler it came from.
    """

    def __init__(self, report: Callable[[BaseException, str], None]) -> None:
        self.now = False
        self.quit_message: str | None = None
        self.error: tuple[BaseException, str] | None = None
        self._report = report

    def end(self) -> None:
        """End in good order."""
        self.now = True

    def fail(self, err: BaseException, context: str) -> None:
        """End with an error; the first one counts."""
        if self.error is None:
            self.error = (err, context)
            self.now = True
            self._report(err, context)

    def guard(self, context: str, function: Callable[..., Any], *args: Any) -> Any:
        """Call user code; an exception stops the run."""
        if self.error is not None:
            return None
        try:
            return function(*args)
        except Exception as err:
            self.fail(err, context)
            return None
