"""Whose a container is, by its name alone."""

import os
import subprocess
import sys

import pytest

from leanrig.backtest.lean_program.owners import container_name, is_left

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are told by their number on POSIX")


def gone() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_only_the_name_of_an_ended_process_of_this_machine_is_left() -> None:
    name = container_name()
    machine = name.split("_")[1]
    assert name != container_name()
    assert not is_left(name)
    assert not is_left(f"leanrig_{machine}_1_{'0' * 16}")  # another user's process, or root's own
    assert is_left(f"leanrig_{machine}_{gone()}_{'0' * 16}")
    for other in (f"leanrig_{'0' * 8}_{gone()}_{'0' * 16}", f"leanrig_{'a' * 32}", "leanrig_mine", f"x{name}"):
        assert not is_left(other)
