"""What an exit code is worth beside the files: a note where the two disagree, never a verdict. Pure."""

import signal

from leanrig.model.result import Result

__all__ = ["exit_note"]


def exit_note(exit_code: int, result: Result) -> str:
    """Return a sentence where the process ended otherwise than its files say; empty where both agree.

    Real Lean's process often crashes at its shutdown, after its files are complete; the Lean CLI ends with 0 after a
    failed run.
    """
    is_whole = result.has_json and result.state.status == "Completed"
    if is_whole and exit_code != 0:
        return f"The process ended {_ending(exit_code)} after its files were complete; the files count."
    if not is_whole and exit_code == 0:
        status = result.state.status or "nothing"
        return f"The process ended with code 0, but its files say {status}; the files count."
    return ""


def _ending(exit_code: int) -> str:
    if exit_code >= 0:
        return f"with code {exit_code}"
    try:
        return f"by {signal.Signals(-exit_code).name}"
    except ValueError:
        return f"by signal {-exit_code}"
