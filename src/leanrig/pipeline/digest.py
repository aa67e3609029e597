"""digest: reports on what is there already: a week, a day of a run, changes of regimes, runs side by side."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from leanrig.backtest.compare import compare_folders
from leanrig.backtest.results import read_result
from leanrig.backtest.verdict import judge
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.pipeline.artifacts import claim_run_folder
from leanrig.pipeline.narration_record import RECORD
from leanrig.pipeline.report import Telling
from leanrig.pipeline.report_inputs import record_hashes, report_inputs
from leanrig.pipeline.sheet_facts import facts_json
from leanrig.pipeline.sheets import Form, MadeSheet, sheet_templates, tell, write_forms
from leanrig.report.cite.table import citable_of
from leanrig.report.facts import gather
from leanrig.report.inputs import ReportInputs
from leanrig.report.sheet.draft import Draft
from leanrig.report.sheet.kinds.comparison_draft import draft_of_comparison
from leanrig.report.sheet.kinds.comparison_facts import Side
from leanrig.report.sheet.kinds.day import day_of_run, last_day
from leanrig.report.sheet.kinds.day_draft import draft_of_day
from leanrig.workspace import Workspace

__all__ = ["Writing", "compare_sheet", "day_sheet", "write_draft"]

DIGESTS = "digests"
"""The folder below artifacts/ that holds what is no report of one run."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Who tells a report, in which forms it is written, and where to; by default below `artifacts/digests`."""

    space: Workspace
    now: datetime
    command: str
    telling: Telling = field(default_factory=Telling)
    forms: tuple[Form, ...] = ("html",)
    output: Path | None = None


def day_sheet(run: Path, day: date | None, writing: Writing) -> MadeSheet:
    """Write the report on one day of a run; without a day: the last of which its files tell.

    Raises
    ------
    BadInput
        If no file of the run tells of any day, and none is named.
    """
    inputs = _inputs(run, writing.now)
    chosen = day or last_day(inputs.result)
    if chosen is None:
        raise BadInput(
            "nothing in this run tells of any day", where=str(run), cure="name one with --date, or run it again"
        )
    return write_draft(draft_of_day(day_of_run(inputs, chosen), command=writing.command), "day", writing)


def compare_sheet(runs: tuple[Path, ...], writing: Writing) -> MadeSheet:
    """Write the report that holds the first run against the others.

    Raises
    ------
    BadInput
        If a folder holds no run, or none left a result.
    """
    comparisons = compare_folders(runs)
    sides = [_side(letter, run, writing) for letter, run in zip("ABC", runs, strict=False)]
    draft = draft_of_comparison(sides, comparisons, made_at=writing.now, command=writing.command)
    return write_draft(draft, "compare", writing)


def write_draft(draft: Draft, stem: str, writing: Writing) -> MadeSheet:
    """Tell the draft, write its forms, `<stem>.json` and `<stem>-facts.json`, and return what was made."""
    place = writing.output or claim_run_folder(writing.space.artifacts, DIGESTS, writing.now)
    place.mkdir(parents=True, exist_ok=True)
    read = sheet_templates(writing.space.root)
    made = tell(draft, writing.telling, read=read, record=place / f"{stem}-{RECORD}")
    files = write_forms(made.sheet, (*writing.forms, "json"), place, stem, read=read)
    write_text(place / f"{stem}-facts.json", facts_json(draft, made.sheet.facts))
    return replace(made, files=files)


def _side(letter: str, run: Path, writing: Writing) -> Side:
    inputs = _inputs(run, writing.now)
    story = gather(inputs)
    table = citable_of(inputs, story, hashes=record_hashes(run))
    return Side(letter, _named(run, writing.space), inputs, story, table)


def _inputs(run: Path, now: datetime) -> ReportInputs:
    result = read_result(run)
    return report_inputs(run, result, judge(result), now=now)


def _named(run: Path, space: Workspace) -> str:
    path = run.resolve()
    return path.relative_to(space.root).as_posix() if path.is_relative_to(space.root) else path.name
