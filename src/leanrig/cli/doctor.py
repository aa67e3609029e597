"""`leanrig doctor`: what is there, what is not, and what to do about it."""

import os
import shutil
from dataclasses import asdict
from pathlib import Path

import click

from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.errors import BadInput, Missing
from leanrig.health import docker, lean, machine, models, vendors, workspace
from leanrig.health.finding import Finding, State
from leanrig.pipeline.docker_look import docker_place, left_containers_look
from leanrig.pipeline.lean_look import lean_cli_look, quantconnect_keys
from leanrig.pipeline.looks import vendor_looks
from leanrig.pipeline.model_looks import models_look
from leanrig.pipeline.native_look import native_lean_look
from leanrig.settings import load_settings
from leanrig.workspace import find_workspace

__all__ = ["doctor"]

_SIGNS = {State.GOOD: "ok", State.ABSENT: "–", State.BROKEN: "!!"}


@click.command()
@click.option("--offline", is_flag=True, help="Call no vendor.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def doctor(terminal: Terminal, *, offline: bool, as_json: bool) -> None:
    """Look at this machine and the vendors: each thing, its state, its cure.

    Vendors whose keys are set, or that need none, are asked for something small. Keys are never shown.

    Exit code 0 when the main job can run (real Lean is a choice, the embedded engine is always there), 3 when not.
    """
    terminal.as_json = as_json
    findings = _look(reach=not offline)
    good = all(finding.state is not State.BROKEN for finding in findings)
    if as_json:
        terminal.object({"good": good, "findings": [asdict(finding) for finding in findings]})
    else:
        _table(terminal, findings)
        terminal.result(
            "The main job can run here: ./rig demo" if good else "The main job cannot run here: see the lines marked !!"
        )
    raise click.exceptions.Exit(0 if good else 3)


def _look(*, reach: bool) -> list[Finding]:
    here = Path.cwd()
    findings = [machine.python()]
    try:
        space = find_workspace(here)
        settings = load_settings(space.root, os.environ)
    except (BadInput, Missing) as error:
        return [*findings, machine.disk(here), Finding("Workspace", State.BROKEN, error.what, error.cure)]
    findings += [machine.packages(space.root / "requirements.lock"), machine.disk(space.root), workspace.data(space)]
    now = utc_now()
    daemon, image = docker.docker(now=now, place=docker_place(os.environ))
    findings += [daemon, image]
    if daemon.state is State.GOOD:
        findings += docker.left_containers(left_containers_look())
    findings += [lean.lean_cli(lambda: lean_cli_look(os.environ)), workspace.organization(space)]
    findings += [lean.native_lean(lambda: native_lean_look(os.environ))]
    findings += [lean.login(keys=quantconnect_keys(settings), home=Path.home())]
    findings += vendors.vendors(vendor_looks(space, settings, now=now), now=now, reach=reach)
    findings += models.models(models_look(settings), now=now, reach=reach)
    findings += workspace.keys(settings)
    return findings + [
        Finding("Settings", State.BROKEN, warning, "see docs/settings.md") for warning in settings.warnings
    ]


def _table(terminal: Terminal, findings: list[Finding]) -> None:
    width = max(len(finding.thing) for finding in findings)
    columns = shutil.get_terminal_size().columns
    for finding in findings:
        first, *rest = _lines(finding.detail, room=columns - width - 6)
        terminal.result(f"{_SIGNS[finding.state]:>2}  {finding.thing:<{width}}  {first}")
        for line in rest:
            terminal.result(f"    {'':<{width}}  {line}")
        if finding.cure:
            terminal.result(f"    {'':<{width}}  → {finding.cure}")


def _lines(detail: str, *, room: int) -> list[str]:
    """Lay a row's parts, which semicolons divide, into lines of at most `room` letters where their lengths allow."""
    lines = [""]
    for part in detail.split("; "):
        joined = f"{lines[-1]}; {part}" if lines[-1] else part
        lines[-1:] = [joined] if len(joined) <= room or not lines[-1] else [f"{lines[-1]};", part]
    return lines
