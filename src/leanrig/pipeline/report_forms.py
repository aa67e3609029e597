"""A run's report in other forms than its page: PDF, Markdown, mail. All of them say the same, from the same facts."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Literal

from leanrig.errors import Missing
from leanrig.files import write_bytes
from leanrig.pipeline.sheets import write_story_forms
from leanrig.report.facts import Story

__all__ = ["Form", "write_report_forms"]

Form = Literal["pdf", "markdown", "mail"]


def write_report_forms(
    place: Path, story: Story, forms: Collection[Form], *, read: Callable[[str], str]
) -> tuple[Path, ...]:
    """Write `report.pdf`, `report.md`, `report.eml`, as asked for, and return the files.

    Parameters
    ----------
    read
        Gives the text of a template by its name.

    Raises
    ------
    Missing
        If a PDF is wanted and its package is not there.
    """
    written = [write_bytes(place / "report.pdf", _pdf(story))] if "pdf" in forms else []
    others = [form for form in forms if form != "pdf"]
    if others:
        written += write_story_forms(story, others, place, read=read).values()
    return tuple(written)


def _pdf(story: Story) -> bytes:
    try:
        from leanrig.report.pdf import pdf_of
    except ModuleNotFoundError as error:
        raise Missing(
            f"PDF needs the package {error.name}", where="the extra `pdf`", cure="pip install 'leanrig[pdf]'"
        ) from None
    return pdf_of(story)
