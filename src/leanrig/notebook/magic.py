"""`%leanrig …`: any command of the command line in a notebook, its result as an object that shows itself."""

import shlex
from pathlib import Path
from typing import Any

from leanrig.errors import BadInput, LeanrigError, Missing
from leanrig.notebook.child import Ended, run_command
from leanrig.notebook.run import Run
from leanrig.notebook.shown import Said, shown
from leanrig.workspace import find_workspace

__all__ = ["CommandFailed", "leanrig", "load"]

_WITHOUT_OBJECT = {"sandbox", "digest", "paper"}
"""Commands whose `--json`, if they have one, belongs to a part of them."""

_TOLD = {"--json", "-h", "--help", "--version"}
_MARKS = ("error: ", "  where: ", "  what to do: ")


class CommandFailed(LeanrigError):
    """A command ended in an error: its three lines, and its exit code."""

    def __init__(self, ended: Ended) -> None:
        what, where, cure = _three_lines(ended)
        super().__init__(what, where=where, cure=cure)
        self.code = ended.code


def load(shell: Any) -> None:
    """Give `shell`, an IPython, the magic `%leanrig`."""
    shell.register_magic_function(leanrig, magic_kind="line", magic_name="leanrig")


def leanrig(text: str) -> Said | Run | None:
    """Run a command of leanrig as it would be typed in the workspace's folder, and return what it came to.

    `%leanrig backtest algorithms/aapl_regime`; paths are those seen from the workspace. Exit codes 0 and 1 (done, and
    the verdict or comparison is bad) give an object; anything else is an error.
    """
    arguments = _arguments(text)
    folder = _folder()
    asked = _with_object(arguments)
    ended = run_command(asked, folder, on_line=_Teller(is_usage_told="--json" not in asked))
    if ended.found is None and ended.code != 0:
        raise CommandFailed(ended)
    return shown(ended, folder) if ended.found is not None else None


def _arguments(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        raise BadInput(f"the line cannot be taken apart: {error}", where=text, cure="close the quotation") from None


def _with_object(arguments: list[str]) -> list[str]:
    """Ask for the object too, but of commands that print help, or none."""
    name = arguments[0] if arguments else ""
    is_told = {"--json", "-h", "--help", "--version"} & set(arguments)
    return (
        arguments if not name or name.startswith("-") or name in _WITHOUT_OBJECT or is_told else [*arguments, "--json"]
    )


def _folder() -> Path:
    """The workspace's, or where the notebook is: `init` and `doctor` need none."""
    try:
        return find_workspace(Path.cwd()).root
    except Missing:
        return Path.cwd()


class _Teller:
    """Shows what a command says as it comes, up to its error: that one is the exception's."""

    def __init__(self, *, is_usage_told: bool) -> None:
        self._ends = (_MARKS[0],) if is_usage_told else (_MARKS[0], "Usage: ")
        self._is_over = False

    def __call__(self, text: str) -> None:
        self._is_over = self._is_over or text.startswith(self._ends)
        if not self._is_over:
            print(text, flush=True)


def _three_lines(ended: Ended) -> tuple[str, str, str]:
    """Find in what was said the three lines of the error; click's own usage errors have one."""
    found = dict.fromkeys(_MARKS, "")
    for text in ended.said:
        for mark in _MARKS:
            if text.startswith(mark):
                found[mark] = text.removeprefix(mark)
    usage = next((text.removeprefix("Error: ") for text in ended.said if text.startswith("Error: ")), "")
    what, where, cure = found.values()
    if not what:
        return (
            usage or f"it ended with exit code {ended.code}",
            f"leanrig {' '.join(word for word in ended.arguments if word != '--json')}",
            "%leanrig --help",
        )
    return what, where, cure
