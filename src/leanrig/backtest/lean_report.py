"""Has Lean's own report made of a run, by way of `lean report`.

The CLI would take whatever file of whatever run is the newest, and has once taken one that was no result; it gets the
exact file, in a workspace that holds nothing else.
"""

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leanrig.backtest.lean_program.call import lean_calls
from leanrig.backtest.lean_program.docker_api import EngineImage, require_network
from leanrig.backtest.lean_program.home import lean_environment
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.errors import VendorFailed
from leanrig.files import write_bytes

__all__ = ["HTML", "PDF", "LeanReport", "lean_report"]

HTML = "lean-report.html"
PDF = "lean-report.pdf"
_LIMIT_S = 600.0


@dataclass(frozen=True, slots=True)
class LeanReport:
    """The files that were made; `pdf` is None where none was asked for."""

    html: Path
    pdf: Path | None
    seconds: float
    console: str


def lean_report(
    result: Path,
    output: Path,
    image: EngineImage,
    program: LeanProgram,
    *,
    data: Path,
    name: str = "",
    description: str = "",
    pdf: bool = False,
    time_limit_s: float = _LIMIT_S,
    environ: Mapping[str, str] = os.environ,
) -> LeanReport:
    """Make Lean's report of the result file `result` and put it into `output`, whole or not at all.

    Raises
    ------
    VendorFailed
        If Lean made none, whatever the CLI says of it.
    """
    require_network()
    number = 1_000_000_000 + secrets.randbelow(1_000_000_000)
    with lean_calls() as calls:
        root = _lay(calls.folder / "workspace", result, data, number)
        made = root / "report" / HTML
        arguments = [
            "report",
            "--backtest-results", str(root / "run" / "backtests" / "one" / result.name),
            "--report-destination", str(made),
            "--strategy-name", name,
            "--strategy-description", description,
            "--image", image.name,
            "--lean-config", str(root / "lean.json"),
            *(["--pdf"] if pdf else []),
        ]  # fmt: skip
        call = calls.call(
            [*program.command, *arguments],
            folder=root,
            environment=lean_environment(program, calls.folder, environ, image=image.name),
            container=f"lean_cli_report_{number}",  # the CLI names it so after the id beside the result
            image=image.name,
            time_limit_s=time_limit_s,
            grace_s=10.0,
        )
        wanted = [made, made.with_suffix(".pdf")] if pdf else [made]
        missing = [path.name for path in wanted if not path.is_file() or path.stat().st_size == 0]
        if missing:
            raise VendorFailed(
                f"Lean made no {' and no '.join(missing)}", where=_last_words(call.console), cure="leanrig doctor"
            )
        kept = [write_bytes(output / path.name, path.read_bytes()) for path in wanted]
    return LeanReport(kept[0], kept[1] if pdf else None, call.seconds, call.console)


def _lay(root: Path, result: Path, data: Path, number: int) -> Path:
    """Lay a workspace with one run, and the id by which the CLI names the container."""
    place = root / "run" / "backtests" / "one"
    place.mkdir(parents=True)
    shutil.copyfile(result, place / result.name)
    (place / "config").write_text(json.dumps({"id": number}), encoding="utf-8")
    (root / "report").mkdir()
    settings = {"organization-id": "", "data-folder": str(data.resolve())}
    (root / "lean.json").write_text(json.dumps(settings), encoding="utf-8")
    return root


def _last_words(console: str) -> str:
    lines = [line.strip() for line in console.splitlines() if line.strip()]
    return "\n".join(lines[-5:]) or "the Lean CLI said nothing"
