"""The surroundings of one call of the Lean CLI: a home, a temporary folder and a view of its package of its own.

The private home says that no update is due, so the CLI asks nobody; what it stores (known workspaces, caches) never
meets the user's `~/.lean`, and no token lies there for it to copy into a configuration. The view of its package is a
folder `lean` of links to the installed files with the list of modules beside them: the CLI looks for the list where
its package seems to lie, and so finds it although nothing was written into the installation.
"""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

from leanrig.backtest.environment import without_secrets
from leanrig.backtest.lean_program.docker_api import docker_host
from leanrig.backtest.lean_program.modules import MODULES_FILE, modules_text
from leanrig.backtest.lean_program.program import LeanProgram

__all__ = ["lean_environment"]

_FAR_AHEAD_S = 10 * 365 * 86_400


def lean_environment(
    program: LeanProgram, folder: Path, environ: Mapping[str, str] = os.environ, *, image: str = ""
) -> dict[str, str]:
    """Make the surroundings below `folder` and return the environment that leads the CLI into them.

    The user's own environment is passed on (where Docker answers, proxies) without anything that looks like a key.
    """
    home, temporary, view = folder / "home", folder / "tmp", folder / "view"
    temporary.mkdir(parents=True)
    _seed_home(home, image)
    _lay_view(program.package, view / "lean")
    host = docker_host(environ)
    kept = without_secrets(environ) | ({"DOCKER_HOST": host} if host else {})
    return kept | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "TMPDIR": str(temporary),
        "TMP": str(temporary),
        "TEMP": str(temporary),
        "PYTHONPATH": str(view),
        "PYTHONSAFEPATH": "1",  # nothing of the folder that it is started in; a Python before 3.11 has no option for it
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUNBUFFERED": "1",
        "COLUMNS": "400",  # its lines are cut at 80 otherwise
        "LEAN_UI_COMMAND": "1",  # an interrupt then lets Lean end by itself, as at a terminal
    }


def _seed_home(home: Path, image: str) -> None:
    lean = home / ".lean"
    lean.mkdir(parents=True)
    later = time.time() + _FAR_AHEAD_S
    checks = ["announcements", "cli", *([image] if image else [])]
    (lean / "config").write_text(json.dumps({"database-update-frequency": "-"}))
    (lean / "cache").write_text(json.dumps({f"last-update-check-{name}": later for name in checks}))


def _lay_view(package: Path, view: Path) -> None:
    view.mkdir(parents=True)
    for entry in package.iterdir():
        if entry.name != MODULES_FILE:
            (view / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    modules = view / MODULES_FILE
    modules.write_text(modules_text(package), encoding="utf-8")
    later = time.time() + _FAR_AHEAD_S  # a list younger than a day is not fetched again
    os.utime(modules, (later, later))
