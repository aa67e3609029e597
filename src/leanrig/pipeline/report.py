"""report: a run's folder becomes a page, a PDF and the table of figures that both rest on."""

import json
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from jinja2 import TemplateError

from leanrig.backtest.results import read_result
from leanrig.backtest.verdict import judge
from leanrig.errors import BadInput, Missing, OwnFault
from leanrig.files import write_text
from leanrig.model.narration import Answer, Question
from leanrig.model.verdict import Verdict
from leanrig.pipeline.context import gather_context, recorded_context
from leanrig.pipeline.earlier_runs import earlier_runs
from leanrig.pipeline.narrate import Narrated, narrate
from leanrig.pipeline.narration_record import RECORD
from leanrig.pipeline.report_forms import Form, write_report_forms
from leanrig.pipeline.report_inputs import record_hashes, report_inputs, symbols_of
from leanrig.pipeline.telling import Telling
from leanrig.pipeline.trials_ledger import ledger_for
from leanrig.pipeline.tried import tried_before
from leanrig.providers.openai.chain import first_answer
from leanrig.report.check import UntracedNumber
from leanrig.report.cite.citable import CitableTable
from leanrig.report.cite.table import citable_of
from leanrig.report.context import Context
from leanrig.report.context_page import context_blocks
from leanrig.report.fact import Facts
from leanrig.report.facts import Story, gather
from leanrig.report.inputs import ReportInputs
from leanrig.report.narrate.credits import credits_of
from leanrig.report.narrate.rules import rules_of
from leanrig.report.page import LARGEST_PAGE, page_of
from leanrig.report.recall.tried import Near
from leanrig.workspace import find_workspace

__all__ = ["Reported", "Telling", "make_report", "newest_run", "report_templates"]

_TEMPLATES = Path("templates") / "report"
# Fewer rows of orders and trades are shown until the page is small enough; their CSV has all.
_ROWS = (1_000, 400, 150, 50)


@dataclass(frozen=True, slots=True)
class Reported:
    """What was made of one run.

    `verdict` is the first thing to say, `looks` are what a reader should look at before believing the figures,
    `reasons` what is wrong with the run, each with its cure.
    """

    page: Path
    facts_file: Path
    files: tuple[Path, ...]
    verdict: str
    looks: list[str]
    reasons: list[str]
    is_good: bool
    judgement: Verdict
    facts: Facts
    story: Story = field(repr=False)
    narrated: Narrated = field(repr=False)


def make_report(
    run_folder: Path,
    *,
    now: datetime,
    forms: Collection[Form] = (),
    output: Path | None = None,
    telling: Telling | None = None,
) -> Reported:
    """Write `report.html`, `facts.json` and the report in other forms, and return what they say.

    Parameters
    ----------
    run_folder
        A folder below `artifacts/`, or any folder that real Lean left its result files in. What lies beside the results
        (`run.json`, `inputs/`) is used where it is there; the page says what is not.
    now
        The moment that the page is made, UTC.
    output
        Where to write; default the run's folder itself.
    """
    result = read_result(run_folder)
    verdict = judge(result)
    inputs = report_inputs(run_folder, result, verdict, now=now)
    place = output or run_folder
    templates = report_templates(run_folder)
    history, telling = earlier_runs(run_folder), telling or Telling()
    others = _others(run_folder, inputs, place, telling, now)
    try:
        for most_rows in _ROWS:
            story = gather(inputs, most_rows=most_rows)
            table = citable_of(
                inputs, story, history=history, hashes=record_hashes(run_folder), ledger=ledger_for(run_folder)
            )
            narrated = _told(story, table, _read(templates), telling, place)
            _add_others(story, *others)
            page = page_of(story, result.orders, result.trades, read=_read(templates))
            if len(page.encode()) <= LARGEST_PAGE:
                break
    except (TemplateError, UntracedNumber) as error:
        raise BadInput(
            f"the page's templates do not fit this version of leanrig: {error}",
            where=str(templates),
            cure="leanrig init --update brings them up to date; your own changes stay beside them",
        ) from error
    facts_file = write_text(place / "facts.json", _json(story, table, verdict))
    page_file = write_text(place / "report.html", page)
    return Reported(
        page=page_file,
        facts_file=facts_file,
        files=write_report_forms(place, story, forms, read=_read(templates)),
        verdict=str(story.headline),
        looks=[str(look.text) for look in story.looks],
        reasons=[f"{reason.text} What to do: {reason.cure}." for reason in story.reasons],
        is_good=verdict.is_good,
        judgement=verdict,
        facts=story.facts,
        story=story,
        narrated=narrated,
    )


def newest_run(artifacts: Path) -> Path:
    """Return the folder of the newest run below `artifacts/`; raise `Missing` where there is none."""
    runs = [path.parent for path in artifacts.glob("*/*/*/run.json")]
    if not runs:
        raise Missing("there is no run yet", where=str(artifacts), cure="leanrig demo, or leanrig backtest PROJECT")
    return max(runs, key=lambda folder: (folder.parent.name, folder.name, folder.stat().st_mtime))


def _told(story: Story, table: CitableTable, read: Callable[[str], str], telling: Telling, place: Path) -> Narrated:
    """Put the text into the story, and who wrote it."""
    narrated = narrate(
        table,
        rules_of(table),
        story.facts,
        prompt=read("prompt.md.j2"),
        roles=telling.roles,
        writers=telling.writers,
        record=place / RECORD,
        is_fresh=telling.is_fresh,
    )
    writers = list(dict.fromkeys(f"{wrote.writer} ({wrote.model})" for wrote in narrated.wrote))
    story.told = narrated.told
    story.credits = credits_of(
        story.facts, narrated.told, writers, narrated.tokens, narrated.failures, left_out=narrated.left_out
    )
    return narrated


def _others(
    run_folder: Path, inputs: ReportInputs, place: Path, telling: Telling, now: datetime
) -> tuple[Context | None, tuple[Near, ...]]:
    """Return what others say of the symbols, and the earlier runs nearest to this one."""
    context = recorded_context(place)
    wants_more = bool(telling.asked or telling.documents)
    if telling.settings is not None and (context is None or telling.is_fresh or wants_more):
        context = gather_context(
            symbols_of(run_folder, inputs),
            telling.settings,
            now=now,
            asked=telling.asked,
            documents=telling.documents,
            ask=_summarises(telling),
            folder=place,
        )
    return context, tried_before(run_folder, embedder=telling.embedder)


def _summarises(telling: Telling) -> Callable[[Question], Answer] | None:
    """Return who summarises documents: whoever writes; None leaves it to the context's own vendor."""
    if not telling.writers:
        return None
    return lambda question: first_answer(question, telling.writers)[0]


def _add_others(story: Story, context: Context | None, near: tuple[Near, ...]) -> None:
    story.near = tuple(
        story.facts.quote(f"near.{place}", run.sentence, f"{run.folder}/facts.json") for place, run in enumerate(near)
    )
    if context is not None:
        story.context = context_blocks(context, story.facts)


def _read(templates: Path) -> Callable[[str], str]:
    return lambda name: (templates / name).read_text("utf-8")


def report_templates(run_folder: Path) -> Path:
    """Return where the page's templates lie: the workspace's own, or the ones that came with leanrig."""
    package = Path(__file__).parents[1]
    roots = [package / "starter", package.parents[1]]
    with suppress(Missing, BadInput):  # a result folder from elsewhere
        roots.insert(0, find_workspace(run_folder).root)
    for root in roots:
        if (root / _TEMPLATES / "page.html.j2").is_file():
            return root / _TEMPLATES
    raise OwnFault("this installation carries no report templates", where=str(package), cure="install leanrig again")


def _json(story: Story, table: CitableTable, verdict: Verdict) -> str:
    found = story.facts.as_json()
    found["verdict"] = {
        "word": verdict.word,
        "sentence": str(story.headline),
        "looks": [str(look.text) for look in story.looks],
        "reasons": [f"{reason.text} What to do: {reason.cure}." for reason in story.reasons],
    }
    found["cited"] = {key: fact.as_json() for key, fact in table.items()}
    found["told"] = _told_json(story)
    return json.dumps(found, indent=1, ensure_ascii=False, default=str) + "\n"


def _told_json(story: Story) -> dict[str, object]:
    told, written = story.told, story.credits
    if told is None or written is None:
        return {}
    return {
        "sections": {
            section.name: [
                {"text": str(sentence.prose), "slots": sentence.text, "by": sentence.by}
                for sentence in section.sentences
            ]
            for section in told.sections
        },
        "credits": str(written.line),
        "failures": [failure.text for failure in written.failures],
        "refused": [
            {"section": item.section, "text": item.text, "reasons": [str(reason) for reason in item.reasons]}
            for item in told.refused
        ],
    }
