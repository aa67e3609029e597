"""`leanrig audit`: whether a signal, a recipe or an algorithm looks ahead."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.terminal import Terminal
from leanrig.workspace import find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.audit import Audit, Finding

__all__ = ["audit"]


@click.command()
@click.argument("target")
@click.option("--signal", "chosen", metavar="NAME", help="The function or class to audit. Default: every public one.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="For the whole.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def audit(terminal: Terminal, *, target: str, chosen: str | None, time_limit: float, as_json: bool) -> None:
    """Look for look-ahead in TARGET: a file with signals, a recipe, or a Lean algorithm.

    Signals are run, in a process of their own, on histories that share a past and differ in their future; of an
    algorithm the text is read. Exit code 0 when nothing looks ahead, 1 when something does.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.audit import audit as audit_target

    with terminal.step("audit"):
        found = audit_target(space, target, chosen=chosen, limit_s=time_limit)
    is_clean = not any(one.findings for one in found)
    if as_json:
        terminal.object({"clean": is_clean, "audits": [asdict(one) for one in found]})
    else:
        for one in found:
            for line in _lines(one):
                terminal.result(line)
        terminal.result(f"  verdict: {_verdict(found)}")
    raise click.exceptions.Exit(0 if is_clean else 1)


def _lines(one: "Audit") -> list[str]:
    audited = ", ".join(one.audited) or "nothing was run"
    notes = [f"  note  {note}" for note in one.notes]
    return [f"audit  {one.file}  {audited}", *(line for found in one.findings for line in _told(found)), *notes]


def _told(found: "Finding") -> list[str]:
    also = f"; look at line {', '.join(map(str, found.also))} too" if found.also else ""
    lines = [
        f"  leak  {found.file}:{found.line}  {found.kind}: {found.what} ({found.signal}{also})",
        f"    why   {found.why}",
        f"    cure  {found.cure}",
    ]
    return [*lines, f"    seen  {found.evidence.sentence()}"] if found.evidence else lines


def _verdict(found: "list[Audit]") -> str:
    count = sum(len(one.findings) for one in found)
    return f"{count} finding{'s' if count > 1 else ''}: it looks ahead" if count else "nothing looks ahead"
