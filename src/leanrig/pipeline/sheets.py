"""sheets: a report of any kind is told by whoever is asked, and written in the forms that are wanted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jinja2 import TemplateError

from leanrig.errors import BadInput, Missing, OwnFault
from leanrig.files import write_bytes, write_text
from leanrig.pipeline.narrate import Narrated, narrate
from leanrig.pipeline.telling import Telling
from leanrig.pipeline.writers import roles_asked, writers_for
from leanrig.providers.http.place import state_folder
from leanrig.providers.openai.connect import writers_of
from leanrig.report.check import UntracedNumber
from leanrig.report.context import Context
from leanrig.report.facts import Story
from leanrig.report.narrate.credits import credits_of
from leanrig.report.sheet.as_json import json_of
from leanrig.report.sheet.draft import Draft
from leanrig.report.sheet.html import html_of
from leanrig.report.sheet.mail import eml_of, mail_of
from leanrig.report.sheet.markdown import markdown_of
from leanrig.report.sheet.of_story import sheet_of_story
from leanrig.report.sheet.sheet import Kind, Sheet
from leanrig.settings import Settings

__all__ = ["FORMS", "Form", "MadeSheet", "sheet_templates", "tell", "telling_of", "write_forms", "write_story_forms"]

Form = Literal["html", "markdown", "mail", "pdf", "json"]
FORMS: tuple[Form, ...] = ("html", "markdown", "mail", "pdf", "json")

_TEMPLATES = Path("templates") / "report"
_NAMES: dict[Kind, str] = {
    "backtest": "a report on a trading strategy's test",
    "day": "a report on one day of a trading account",
    "regimes": "a report on changes of market regimes",
    "comparison": "a comparison of runs of trading strategies",
    "week": "a digest of a week of research",
    "analysis": "an analysis of one symbol's prices and regimes",
}


@dataclass(frozen=True, slots=True)
class MadeSheet:
    """A report that is told and written; `files` by their forms."""

    sheet: Sheet
    narrated: Narrated = field(repr=False)
    files: dict[Form, Path] = field(default_factory=dict)

    @property
    def headline(self) -> str:
        """What is said first."""
        return " ".join(str(sentence) for sentence in self.sheet.headline)


def tell(
    draft: Draft,
    telling: Telling,
    *,
    read: Callable[[str], str],
    record: Path | None = None,
    context: Context | None = None,
) -> MadeSheet:
    """Return the report with its words, by the rules or by whoever is asked; nothing is written but the answers."""
    narrated = narrate(
        draft.table,
        draft.rules,
        draft.facts,
        prompt=read("prompt_sheet.md.j2").replace("[REPORT]", _NAMES[draft.kind]),
        roles=telling.roles,
        writers=telling.writers,
        record=record,
        is_fresh=telling.is_fresh,
    )
    writers = list(dict.fromkeys(f"{wrote.writer} ({wrote.model})" for wrote in narrated.wrote))
    written = credits_of(
        draft.facts, narrated.told, writers, narrated.tokens, narrated.failures, left_out=narrated.left_out
    )
    return MadeSheet(draft.sheet(narrated.told, written, context), narrated)


def telling_of(settings: Settings, *, deep: bool, fast: bool) -> Telling:
    """Return who tells: for a deep report whoever is set up, and the rules where nobody is."""
    writers = writers_of(settings, state=state_folder()) if deep else ()
    if writers:
        return Telling(roles_asked(deep=True, fast=True), writers)
    roles = roles_asked(deep=False, fast=fast)
    return Telling(roles, writers_for(settings, roles))


def write_forms(
    sheet: Sheet, forms: Iterable[Form], place: Path, stem: str, *, read: Callable[[str], str]
) -> dict[Form, Path]:
    """Write the sheet as `stem.html`, `.md`, `.eml`, `.pdf`, `.json` into `place` and return the files.

    Raises
    ------
    BadInput
        If a template of the workspace shows what is no fact; nothing is written in that form.
    Missing
        If a PDF is wanted and its package is not there.
    """
    made: dict[Form, Path] = {}
    for form in dict.fromkeys(forms):
        try:
            content = _WAYS[form](sheet, read)
        except (TemplateError, UntracedNumber) as error:
            raise BadInput(
                f"the report cannot be written as {form}: {error}",
                where=str(_TEMPLATES),
                cure="leanrig init --update brings the templates up to date; your own changes stay beside them",
            ) from error
        path = place / f"{stem}{_ENDINGS[form]}"
        made[form] = write_bytes(path, content) if isinstance(content, bytes) else write_text(path, content)
    return made


def write_story_forms(
    story: Story, forms: Iterable[Form], place: Path, *, read: Callable[[str], str], context: Context | None = None
) -> dict[Form, Path]:
    """Write a back-test's story, told already, as `report.md` and `report.eml`."""
    return write_forms(sheet_of_story(story, context=context), forms, place, "report", read=read)


def sheet_templates(root: Path | None) -> Callable[[str], str]:
    """Return what reads a template: the workspace's own where it has that one, else the one that came with leanrig."""
    package = Path(__file__).parents[1]
    roots = [*([root] if root is not None else []), package / "starter", package.parents[1]]

    def read(name: str) -> str:
        for folder in roots:
            if (folder / _TEMPLATES / name).is_file():
                return (folder / _TEMPLATES / name).read_text("utf-8")
        raise OwnFault(f"this installation has no template {name}", where=str(package), cure="install leanrig again")

    return read


def _pdf(sheet: Sheet, read: Callable[[str], str]) -> bytes:  # noqa: ARG001
    try:
        from leanrig.report.sheet.pdf import pdf_of_sheet
    except ModuleNotFoundError as error:
        raise Missing(
            f"PDF needs the package {error.name}", where="the extra `pdf`", cure="pip install 'leanrig[pdf]'"
        ) from None
    return pdf_of_sheet(sheet)


_ENDINGS: dict[Form, str] = {"html": ".html", "markdown": ".md", "mail": ".eml", "pdf": ".pdf", "json": ".json"}
_WAYS: dict[Form, Callable[[Sheet, Callable[[str], str]], str | bytes]] = {
    "html": lambda sheet, read: html_of(sheet, read=read),
    "markdown": lambda sheet, read: markdown_of(sheet),  # noqa: ARG005
    "mail": lambda sheet, read: eml_of(mail_of(sheet, read=read)),
    "pdf": _pdf,
    "json": lambda sheet, read: json_of(sheet),  # noqa: ARG005
}
