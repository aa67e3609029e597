"""`leanrig report`: a run becomes a page, and on request a PDF."""

import os
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.errors import LeanrigError, Missing
from leanrig.settings import Settings, load_settings
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.report import Reported

__all__ = ["report", "report_lines"]

_SHOWN_LOOKS = 3


@click.command()
@click.argument("run", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--pdf", is_flag=True, help="Write report.pdf besides.")
@click.option(
    "--lean", "by_lean", is_flag=True, help="Have Lean's own report made besides: lean-report.html, in Docker."
)
@click.option("--image", metavar="NAME", default="", help="With --lean: the image. Default: QuantConnect's own.")
@click.option("--pull", is_flag=True, help="With --lean: fetch the image first (several gigabytes).")
@click.option("--markdown", is_flag=True, help="Write report.md besides.")
@click.option("--mail", is_flag=True, help="Write report.eml besides: a mail without sender and receiver.")
@click.option("--fast", is_flag=True, help="A language model writes the summary; every sentence is checked.")
@click.option("--deep", is_flag=True, help="A language model writes all of the text; every sentence is checked.")
@click.option("--context", is_flag=True, help="Ask Perplexity what others say of the symbols: quoted, kept apart.")
@click.option("--ask", "asked", metavar="TEXT", multiple=True, help="With --context: a question across the symbols.")
@click.option(
    "--document",
    "documents",
    metavar="PLACE",
    multiple=True,
    help="With --context: a file or https address to sum up.",
)
@click.option("--fresh", is_flag=True, help="Ask again, though answers are kept beside the run.")
@click.option("--why", is_flag=True, help="Say everything that is worth a look, and every cure.")
@click.option("--open", "is_opened", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--output",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where page, PDF and facts.json go. Default: the run's own folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def report(
    terminal: Terminal,
    *,
    run: Path | None,
    pdf: bool,
    markdown: bool,
    mail: bool,
    by_lean: bool,
    image: str,
    pull: bool,
    fast: bool,
    deep: bool,
    context: bool,
    asked: tuple[str, ...],
    documents: tuple[str, ...],
    fresh: bool,
    why: bool,
    is_opened: bool,
    output: Path | None,
    as_json: bool,
) -> int:
    """Make the page of RUN: a folder below artifacts/, or any folder that Lean left its results in.

    Without RUN: the newest run of this workspace. Exit code 1 if the run's own files speak against it.
    """
    terminal.as_json = as_json
    if (image or pull) and not by_lean:
        raise click.UsageError("--image and --pull go with --lean")
    if (asked or documents) and not context:
        raise click.UsageError("--ask and --document go with --context")
    from leanrig.pipeline.memory import local_embedder
    from leanrig.pipeline.report import make_report, newest_run
    from leanrig.pipeline.report_forms import Form
    from leanrig.pipeline.telling import Telling
    from leanrig.pipeline.writers import roles_asked, warnings_for, writers_for

    wanted: dict[Form, bool] = {"pdf": pdf, "markdown": markdown, "mail": mail}
    forms = [form for form, is_wanted in wanted.items() if is_wanted]
    folder = run or newest_run(find_workspace(Path.cwd()).artifacts)
    with terminal.step("report"):
        roles, settings = roles_asked(deep=deep, fast=fast), _settings()
        telling = Telling(
            roles,
            writers_for(settings, roles),
            is_fresh=fresh,
            settings=settings if context else None,
            asked=asked,
            documents=documents,
            embedder=local_embedder(),
        )
        made = make_report(folder, now=utc_now(), forms=forms, output=output, telling=telling)
    for warning in warnings_for(settings, roles):
        terminal.warn(warning)
    leans = _leans_own(terminal, folder, image, pull=pull, pdf=pdf, output=output) if by_lean else []
    if as_json:
        terminal.object(_described(made) | {"lean": [str(path) for path in leans]})
    else:
        for path in (made.page, *made.files, *leans):
            terminal.say(f"report    {_near(path)}")
        for line in report_lines(made, all_looks=why):
            terminal.result(line)
    if is_opened:
        webbrowser.open(made.page.resolve().as_uri())
    return 0 if made.is_good else 1


def report_lines(made: "Reported", *, all_looks: bool = False) -> list[str]:
    """Return the verdict and what to look at as lines to show."""
    lines = ["", f"Verdict   {made.verdict}"]
    if all_looks:
        lines += [f"          {reason}" for reason in made.reasons]
        lines += [f"Look at   {look}" for look in made.looks]
    else:
        lines += [f"Look at   {look}" for look in made.looks[:_SHOWN_LOOKS]]
        if len(made.looks) > _SHOWN_LOOKS or made.reasons:
            lines.append("          all of it, with cures: leanrig report --why")
    return lines + _written_lines(made)


def _written_lines(made: "Reported") -> list[str]:
    """Return who wrote the text, where a model was asked."""
    narrated, written = made.narrated, made.story.credits
    if written is None or not (narrated.wrote or narrated.failures):
        return []
    return [f"Text      {written.line}", *(f"          did not answer: {failure}" for failure in narrated.failures)]


def _settings() -> Settings:
    """Return the settings of the workspace around, or those of the environment alone."""
    try:
        return load_settings(find_workspace(Path.cwd()).root, os.environ)
    except Missing:
        return load_settings(Path.cwd(), os.environ)


def _leans_own(terminal: Terminal, run: Path, image: str, *, pull: bool, pdf: bool, output: Path | None) -> list[Path]:
    from leanrig.pipeline.lean_report import make_lean_report
    from leanrig.pipeline.runners import EngineOptions

    with terminal.step("Lean's own report") as (step, _):
        options = EngineOptions(image=image, pull=pull, told=lambda words: step.progress(0.0, words))
        made = make_lean_report(find_workspace(Path.cwd()), run, options, pdf=pdf, output=output)
    return [path for path in (made.html, made.pdf) if path is not None]


def _near(path: Path) -> Path:
    """Return `path` as a person in the workspace would write it."""
    try:
        space: Workspace | None = find_workspace(Path.cwd())
    except LeanrigError:
        space = None
    path = path.resolve()
    return path.relative_to(space.root) if space is not None and path.is_relative_to(space.root) else path


def _told(made: "Reported") -> dict[str, object]:
    narrated, tokens = made.narrated, made.narrated.tokens
    return {
        "sections": {
            section.name: [str(sentence.prose) for sentence in section.sentences] for section in narrated.told.sections
        },
        "written": [{"role": wrote.role, "by": wrote.writer, "model": wrote.model} for wrote in narrated.wrote],
        "tokens": {"sent": tokens.sent, "received": tokens.received, "cost": tokens.cost},
        "refused": len(narrated.told.refused),
        "failures": list(narrated.failures),
    }


def _described(made: "Reported") -> dict[str, object]:
    return {
        "page": str(made.page),
        "files": [str(path) for path in made.files],
        "facts": str(made.facts_file),
        "judgement": made.judgement.word,
        "verdict": made.verdict,
        "looks": made.looks,
        "reasons": made.reasons,
        "text": _told(made),
        "figures": {
            key: fact.value for key, fact in made.facts.facts.items() if key.startswith(("figure.", "benchmark."))
        },
    }
