"""compare: runs that are there already, and a page of how they differ."""

from collections.abc import Sequence
from pathlib import Path

from leanrig.backtest.compare import compare_folders
from leanrig.backtest.compare_left_out import LEFT_OUT
from leanrig.files import write_text
from leanrig.model.comparison import Comparison
from leanrig.report.compare_page import compare_page

__all__ = ["compare_runs"]


def compare_runs(folders: Sequence[Path], *, tolerance: float = 0.0, html: Path | None = None) -> list[Comparison]:
    """Return the first run held against each of the others; with `html` a page is written too."""
    found = compare_folders(folders, tolerance=tolerance)
    if html is not None:
        write_text(html, compare_page(found, left_out=LEFT_OUT))
    return found
