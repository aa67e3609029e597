"""The Lean CLI's own cloud commands, on a copy of one project: it can push nothing else, and rename nothing here.

The CLI knows the production host, and a stand-in at port 5612 of this machine. Its exit codes say little: a push that
failed ends with 0, as does a backtest that ended in an error. What it did is read back by API afterwards.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from leanrig.backtest.lean_program.call import LeanCall, LeanCalls, lean_calls
from leanrig.backtest.lean_program.home import lean_environment
from leanrig.backtest.lean_program.program import LeanProgram, find_lean_program
from leanrig.errors import BadInput, VendorFailed
from leanrig.pipeline.cloud_account import CloudAccount
from leanrig.pipeline.inputs import project_files
from leanrig.providers.quantconnect.wire import BASE_URL

__all__ = ["LeanCloud", "lean_cloud", "push_by_lean"]

_LOCAL_PORT = 5612
_LIMIT_S = 600.0


class LeanCloud:
    """Calls `lean cloud …` in the copy of the workspace; from `lean_cloud`."""

    def __init__(self, calls: LeanCalls, program: LeanProgram, account: CloudAccount, root: Path) -> None:
        self._calls = calls
        self._program = program
        self.root = root
        """The copy: a `lean.json` of its own and the one project."""
        self._environment = lean_environment(program, calls.folder) | {"QC_API": _host_word(account.api.base_url)}
        _log_in(calls.folder / "home" / ".lean" / "credentials", account)

    def call(self, *arguments: str, time_limit_s: float = _LIMIT_S) -> LeanCall:
        """Run `lean cloud` with these arguments."""
        return self._calls.call(
            [*self._program.command, "cloud", *arguments],
            folder=self.root,
            environment=self._environment,
            time_limit_s=time_limit_s,
        )


@contextmanager
def lean_cloud(account: CloudAccount, project: Path, name: str) -> Iterator[LeanCloud]:
    """Yield the CLI, logged in for as long as the block lasts, in a workspace that holds `project` alone.

    Parameters
    ----------
    name
        The project's path from the workspace's root, which becomes its name in the cloud.
    """
    program = find_lean_program()
    _host_word(account.api.base_url)
    with lean_calls() as calls:
        root = calls.folder / "workspace"
        _stage(root, account, project, name)
        yield LeanCloud(calls, program, account, root)


def push_by_lean(account: CloudAccount, project: Path, name: str) -> None:
    """Push a project that knows its cloud project already.

    Raises
    ------
    VendorFailed
        With the CLI's own words, whatever exit code it ended with.
    """
    with lean_cloud(account, project, name) as lean:
        ended = lean.call("push", "--project", name)
    said = [line.strip() for line in ended.console.splitlines() if "Cannot push" in line or line.startswith("Error")]
    if said or ended.exit_code != 0:
        last = ended.console.strip().splitlines()[-1:] or ["it says nothing"]
        raise VendorFailed(
            f"lean cloud push: {(said or last)[0]}",
            where=f"exit code {ended.exit_code}",
            cure="leave --lean out: leanrig pushes by API then",
        )


def _stage(root: Path, account: CloudAccount, project: Path, name: str) -> None:
    (root / "data").mkdir(parents=True)
    settings = {"data-folder": "data", "organization-id": account.organization}
    settings["job-organization-id"] = account.organization
    (root / "lean.json").write_text(json.dumps(settings))
    for relative, path in project_files(project).items():
        target = root / name / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _log_in(path: Path, account: CloudAccount) -> None:
    """Write what `lean login` would, readable by nobody else; the folder is gone with the call."""
    path.touch(mode=0o600)
    path.write_text(json.dumps({"user-id": str(account.user_id), "api-token": account.token.get_secret_value()}))


def _host_word(base_url: str) -> str:
    parts = urlsplit(base_url)
    if base_url == BASE_URL:
        return "production"
    if parts.hostname in {"localhost", "127.0.0.1"} and parts.port == _LOCAL_PORT:
        return "local"
    raise BadInput(
        "the Lean CLI cannot be led to this address",
        where=base_url,
        cure=f"leave --lean out, or let the stand-in listen at port {_LOCAL_PORT}",
    )
