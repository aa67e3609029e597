"""Runs the command line as one to whom the rights of files apply: root would be let in everywhere."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli.commands import Ended

_WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")


def run_as_ordinary_user(*arguments: str, folder: Path, **environment: str) -> Ended:
    """Run `leanrig` in `folder`; as root, without root's power over other rights."""
    prefix: tuple[str, ...] = ()
    if os.name == "nt":
        pytest.skip("rights are POSIX")
    if os.getuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root without setpriv: no right is ever refused")
        prefix = _WITHOUT_RIGHTS
    ended = subprocess.run(
        [*prefix, sys.executable, "-m", "leanrig", *arguments],
        cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return Ended(ended.returncode, ended.stdout, ended.stderr)
