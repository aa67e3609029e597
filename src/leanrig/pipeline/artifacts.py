"""Where a run keeps what it leaves: `artifacts/[SYMBOL]/[DATE]/[TIME]/`, claimed so that no two runs share one."""

from datetime import datetime
from pathlib import Path

__all__ = ["claim_run_folder"]


def claim_run_folder(artifacts: Path, name: str, now: datetime) -> Path:
    """Make and return a folder for one run that nobody else has.

    Parameters
    ----------
    artifacts
        The workspace's artifacts folder.
    name
        The symbol, or the recipe's or project's name where there is not exactly one symbol.
    now
        The moment of the start, UTC; the folder is named `YYYY-MM-DD/HHMMSS`, with `-2`, `-3` where that is taken.
    """
    day = artifacts / name / f"{now:%Y-%m-%d}"
    day.mkdir(parents=True, exist_ok=True)
    for number in range(1, 10_000):
        folder = day / (f"{now:%H%M%S}" if number == 1 else f"{now:%H%M%S}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(f"ten thousand runs in one second below {day}")
