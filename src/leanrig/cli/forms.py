"""Options that all written reports share: in which forms, where to, and how it is shown."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leanrig.cli.terminal import Terminal
from leanrig.errors import BadInput

if TYPE_CHECKING:
    from leanrig.pipeline.sheets import Form, MadeSheet

__all__ = ["chosen_forms", "day_of", "described_sheet", "form_options", "show_files"]

_OPTIONS = (
    click.option("--html", is_flag=True, help="Write a page. Default, where no form is named."),
    click.option("--markdown", is_flag=True, help="Write Markdown."),
    click.option("--mail", is_flag=True, help="Write a mail: an .eml file with subject, text and HTML."),
    click.option("--pdf", is_flag=True, help="Write a PDF."),
    click.option(
        "--output",
        metavar="FOLDER",
        type=click.Path(path_type=Path, file_okay=False),
        help="Where the files go. Default: below artifacts/.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
)


def form_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options html, markdown, mail, pdf, output and as_json."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen_forms(*, html: bool, markdown: bool, mail: bool, pdf: bool) -> "tuple[Form, ...]":
    """Return the forms that were named; a page where none was."""
    named: dict[Form, bool] = {"html": html, "markdown": markdown, "mail": mail, "pdf": pdf}
    return tuple(form for form, is_wanted in named.items() if is_wanted) or ("html",)


def show_files(terminal: Terminal, label: str, made: "MadeSheet") -> None:
    """Show what is said first, and where the files lie."""
    for path in made.files.values():
        terminal.say(f"{label:<9} {_near(path)}")
    terminal.say()
    terminal.result(made.headline)
    if made.sheet.credits is not None and (made.narrated.wrote or made.narrated.failures):
        terminal.say(f"\nText      {made.sheet.credits.line}")
        for failure in made.narrated.failures:
            terminal.say(f"          did not answer: {failure}")


def described_sheet(made: "MadeSheet") -> dict[str, object]:
    """Return a report as the object that `--json` prints."""
    missing = made.sheet.part("missing")
    return {
        "headline": made.headline,
        "files": {form: str(path) for form, path in made.files.items()},
        "text": {
            section.name: [str(sentence.prose) for sentence in section.sentences]
            for section in made.narrated.told.sections
        },
        "missing": [str(item) for block in missing.blocks for item in getattr(block, "items", ())] if missing else [],
        "written": [{"role": wrote.role, "by": wrote.writer, "model": wrote.model} for wrote in made.narrated.wrote],
        "failures": list(made.narrated.failures),
    }


def day_of(text: str) -> date:
    """Return the day that a person wrote; raise `BadInput` where it is none."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise BadInput(f"{text!r} is no day", cure="write it as 2012-12-31") from None


def _near(path: Path) -> Path:
    path, here = path.resolve(), Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path
