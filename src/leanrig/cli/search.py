"""`leanrig search`: runs by what their reports say."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.terminal import Terminal
from leanrig.errors import BadInput
from leanrig.workspace import find_workspace

if TYPE_CHECKING:
    from leanrig.model.recalled import RunHeading
    from leanrig.pipeline.memory import Remembered
    from leanrig.pipeline.run_groups import RunGroup
    from leanrig.pipeline.search import Found, Searched

__all__ = ["search"]

_JUDGEMENTS = (
    "good some_refused missing_data no_orders cut_short all_refused bankrupt no_data runtime_error initialize_error"
    " unfinished crashed"
)


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--symbol", metavar="SYMBOL", default="", help="Only runs that traded this symbol.")
@click.option("--recipe", metavar="NAME", default="", help="Only runs of this recipe or project.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only runs started on this day (UTC) or later.")
@click.option(
    "--judgement", type=click.Choice(_JUDGEMENTS.split(), case_sensitive=False), help="Only runs that were judged so."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many to show.")
@click.option("--clusters", is_flag=True, help="Show groups of runs that are alike, instead of looking for words.")
@click.option("--rebuild", is_flag=True, help="Make the memory anew from artifacts/ first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def search(
    terminal: Terminal,
    *,
    words: tuple[str, ...],
    symbol: str,
    recipe: str,
    since: datetime | None,
    judgement: str | None,
    limit: int,
    clusters: bool,
    rebuild: bool,
    as_json: bool,
) -> int:
    """Find runs by meaning and by the letter: leanrig search "drawdowns in volatile regimes".

    Runs that are new since the last search are read first. Exit code 0 where something was found, 1 where nothing was.
    """
    terminal.as_json = as_json
    text = " ".join(words).strip()
    if not text and not clusters and not rebuild:
        raise BadInput("there are no words to look for", cure='leanrig search "drawdowns in volatile regimes"')
    from leanrig.pipeline import memory as memories
    from leanrig.pipeline.run_groups import group_runs
    from leanrig.pipeline.search import Asked
    from leanrig.pipeline.search import search as find
    from leanrig.settings import load_settings

    space = find_workspace(Path.cwd())
    embedder = memories.embedder_of(load_settings(space.root, os.environ))
    memory = memories.memory_of(space.artifacts, terminal.warn)
    with terminal.step("memory") as (step, _):
        if rebuild:
            done = memories.rebuild(space.artifacts, embedder, told=terminal.warn, progress=step.progress)
        else:
            done = memories.remember(space.artifacts, memory, embedder, progress=step.progress)
    if clusters:
        return _groups(terminal, group_runs(memory, embedder), done, embedder.name)
    if not text:
        return _rebuilt(terminal, done, embedder.name)
    day = since.date() if since is not None else None
    found = find(memory, embedder, Asked(text, symbol, recipe, judgement or "", day, limit))
    return _found(terminal, found, text)


def _found(terminal: Terminal, searched: "Searched", text: str) -> int:
    if terminal.as_json:
        terminal.object(
            {
                "question": text,
                "embedder": searched.embedder,
                "runs": searched.runs,
                "texts": searched.texts,
                "found": [_described(item) for item in searched.found],
            }
        )
        return 0 if searched.found else 1
    for number, item in enumerate(searched.found, start=1):
        terminal.result(f"{number:>2}  {item.score:.2f}  {_head(item.run)}")
        if item.run.verdict:
            terminal.result(f"          {item.run.verdict}")
        if item.text not in item.run.verdict:
            terminal.result(f"          {item.kind}: {item.text}")
        terminal.result(f"          artifacts/{item.run.folder}")
    if not searched.found:
        terminal.result(f"nothing found for {text!r}")
    terminal.say(f"searched {searched.runs} runs, {searched.texts} texts, with {searched.embedder}")
    return 0 if searched.found else 1


def _groups(terminal: Terminal, groups: "tuple[RunGroup, ...]", done: "Remembered", embedder: str) -> int:
    if terminal.as_json:
        terminal.object(
            {"embedder": embedder, "runs": done.runs, "clusters": [_described_group(one) for one in groups]}
        )
        return 0 if groups else 1
    for group in groups:
        terminal.result(f"{len(group.runs)} runs  {', '.join(group.words)}")
        terminal.result(f"          {group.spread}")
        terminal.result("          " + ", ".join(f"artifacts/{run.folder}" for run in group.runs[:3]) + _rest(group))
    if not groups:
        terminal.result("no two runs are alike enough to make a group")
    terminal.say(f"{done.runs} runs, with {embedder}")
    return 0 if groups else 1


def _rebuilt(terminal: Terminal, done: "Remembered", embedder: str) -> int:
    if terminal.as_json:
        terminal.object({"embedder": embedder, "runs": done.runs, "embedded": done.embedded})
    else:
        terminal.result(f"memory made anew: {done.runs} runs, {done.embedded} texts embedded with {embedder}")
    return 0


def _rest(group: "RunGroup") -> str:
    return f" and {len(group.runs) - 3} more" if len(group.runs) > 3 else ""


def _head(run: "RunHeading") -> str:
    when = run.started[:16].replace("T", " ")
    return "  ".join(part for part in (when, run.title, ", ".join(run.symbols[:6]), run.judgement) if part)


def _described(item: "Found") -> dict[str, object]:
    return {
        "folder": f"artifacts/{item.run.folder}",
        "started": item.run.started,
        "title": item.run.title,
        "symbols": list(item.run.symbols),
        "judgement": item.run.judgement,
        "verdict": item.run.verdict,
        "sharpe": item.run.sharpe,
        "score": round(item.score, 4),
        "meaning": round(item.meaning, 4),
        "letter": round(item.letter, 4),
        "kind": item.kind,
        "section": item.section,
        "text": item.text,
    }


def _described_group(group: "RunGroup") -> dict[str, object]:
    return {
        "words": list(group.words),
        "runs": [f"artifacts/{run.folder}" for run in group.runs],
        "sharpe": {"lowest": group.lowest, "middle": group.middle, "highest": group.highest, "without": group.without},
    }
