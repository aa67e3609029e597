"""All tests of this folder again, on every stack that a project may find itself on."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from stacks import STACKS, Stack, python_of
from thinned import IS_ALL

ROOT = Path(__file__).parents[2]


@pytest.mark.stack
@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.name)
def test_signals_pass_on(stack: Stack) -> None:
    if stack.name == "newest" and not IS_ALL:
        pytest.skip("these tests run on the newest packages anyway: LEANRIG_ALL=1")
    chosen = ["-m", "not stack and not slow", "-p", "no:cacheprovider"]
    command = [python_of(stack), "-B", "-m", "pytest", "tests/signals", *chosen]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"LEANRIG_TRIES": "2"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert len(re.findall(r"\.", done.stdout.partition("%")[0])) > 50, done.stdout
