"""What doctor looks at of the Lean CLI and of QuantConnect's account: a start that asks nobody, where keys are."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from leanrig.backtest.lean_program.home import lean_environment
from leanrig.backtest.lean_program.modules import MODULES_FILE
from leanrig.backtest.lean_program.program import find_lean_program
from leanrig.errors import LeanrigError
from leanrig.health.lean import CliLook
from leanrig.settings import Settings

__all__ = ["lean_cli_look", "quantconnect_keys"]

_TIMEOUT_S = 20


def lean_cli_look(environ: Mapping[str, str]) -> CliLook:
    """Start the CLI as leanrig's runs do, where nothing is fetched; raise `Missing` where there is none to start."""
    program = find_lean_program(environ)
    starts_alone = any(program.package.glob(MODULES_FILE.replace("1.14", "*")))
    with TemporaryDirectory(prefix="leanrig-") as scratch:
        environment = lean_environment(program, Path(scratch), environ)
        trouble = _trouble([*program.command, "--version"], environment)
    return CliLook(program.version, starts_alone, trouble)


def quantconnect_keys(settings: Settings) -> str:
    """Return where user id and token were found, empty where one is missing."""
    try:
        token = settings.key("quantconnect.api_token")
    except LeanrigError:  # a key file that is named and not there
        return ""
    return token.where if token is not None and settings.quantconnect.user_id is not None else ""


def _trouble(command: list[str], environment: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"no answer within {_TIMEOUT_S} s"
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return ""
    return (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()[-1]
