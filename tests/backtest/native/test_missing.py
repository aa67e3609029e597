"""What a native run lacks is said before it starts, or read from what .NET said: each with its cure."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from backtest.native.built import built

from leanrig.backtest.native import NativeRunner, find_lean, find_python, require_runtime
from leanrig.backtest.native.python import python_environment
from leanrig.errors import BadInput, LeanrigError, Missing
from leanrig.health.finding import State
from leanrig.health.lean import native_lean
from leanrig.pipeline.native_look import native_lean_look


def test_no_lean_is_named() -> None:
    with pytest.raises(Missing, match="no built Lean was named") as caught:
        NativeRunner(environment={"PATH": "/usr/bin"})
    assert "LEAN_HOME" in caught.value.cure


def test_the_folder_holds_no_launcher(tmp_path: Path) -> None:
    with pytest.raises(Missing, match=r"no QuantConnect\.Lean\.Launcher\.dll") as caught:
        NativeRunner(tmp_path, environment={"PATH": "/usr/bin"})
    assert str(tmp_path) in caught.value.where


@pytest.mark.parametrize("up", [0, 3])
def test_the_launchers_folder_or_the_checkout_it_was_built_in(up: int, tmp_path: Path) -> None:
    here = built(tmp_path)
    named = [here.placed.home, *here.placed.home.parents][up]
    found = find_lean(named, here.placed.environment())
    assert found.folder == here.placed.home
    assert (found.version, found.runtime) == ("2.5.0.0", "10.0.0")


def test_dotnet_is_found_on_path_or_by_its_root_and_missed_by_name(tmp_path: Path) -> None:
    here = built(tmp_path)
    with pytest.raises(Missing, match="dotnet program is not on the path"):
        find_lean(here.placed.home, {"PATH": str(tmp_path)})
    found = find_lean(here.placed.home, {"PATH": str(tmp_path), "DOTNET_ROOT": str(here.placed.programs)})
    assert found.dotnet == here.placed.programs / "dotnet"


def test_lean_below_an_apostrophe_is_refused(tmp_path: Path) -> None:
    here = built(tmp_path / "it's")
    with pytest.raises(BadInput, match="apostrophe"):
        here.runner()


def test_results_below_an_apostrophe_are_refused(tmp_path: Path) -> None:
    here = built(tmp_path)
    with pytest.raises(BadInput, match="apostrophe"):
        here.runner().run(here.job(here.project(), "it's"))


def test_a_runtime_of_another_version(tmp_path: Path) -> None:
    here = built(tmp_path)
    config = here.placed.home / "QuantConnect.Lean.Launcher.runtimeconfig.json"
    require_runtime(find_lean(here.placed.home, here.placed.environment()))
    config.write_text(config.read_text().replace("10.0.0", "11.0.0"))
    with pytest.raises(Missing, match=r"built for \.NET 11\.0\.0") as caught:
        require_runtime(find_lean(here.placed.home, here.placed.environment()))
    assert "has: 10.0.1" in caught.value.where


@pytest.mark.parametrize(
    ("said", "code", "says", "cure"),
    [
        ("You must install or update .NET to run this application.", 150, r"\.NET runtime 10\.0\.0", "install .NET"),
        (
            "Unhandled exception. Python.Runtime.BadPythonDllException: Runtime.PythonDLL was not set",
            134,
            "could not load its Python",
            "PYTHONNET_PYDLL",
        ),
        (
            "Unhandled exception. System.IO.FileNotFoundException: Could not load file or assembly"
            " 'QuantConnect.Common, Version=2.5.0.0'",
            134,
            "not whole",
            "build it again",
        ),
    ],
)
def test_lean_that_cannot_start_is_missing_not_a_bad_backtest(
    said: str, code: int, says: str, cure: str, tmp_path: Path
) -> None:
    here = built(tmp_path, says=(said, code))
    with pytest.raises(Missing, match=says) as caught:
        here.runner().run(here.job(here.project()))
    assert cure in caught.value.cure


def test_a_dotnet_that_is_no_program(tmp_path: Path) -> None:
    here = built(tmp_path)
    runner = here.runner()
    (here.placed.programs / "dotnet").write_bytes(b"\x00\x01")
    with pytest.raises(Missing, match="not started"):
        runner.run(here.job(here.project()))


def _python(folder: Path, **said: object) -> Path:
    """Lay a `python3` that answers as told, and is no Python."""
    program = folder / "bin" / "python3"
    program.parent.mkdir(parents=True)
    answer = {"program": str(program), "version": "3.11", "pandas": "2.2.3", "error": "", "libraries": []} | said
    program.write_text(f"#!/bin/sh\necho '{json.dumps(answer)}'\n")
    program.chmod(0o755)
    return program


def _found(*programs: Path, library: str = "") -> "tuple[object, LeanrigError | None]":
    environment = {"PATH": os.pathsep.join(str(program.parent) for program in programs)}
    try:
        return find_python(environment | ({"PYTHONNET_PYDLL": library} if library else {})), None
    except LeanrigError as error:
        return None, error


def test_the_named_library_decides_and_its_own_interpreter_is_asked_first(tmp_path: Path) -> None:
    beside, first = _python(tmp_path / "a", pandas="1.5.3"), _python(tmp_path / "b")
    library = tmp_path / "a" / "lib" / "libpython3.11.so"
    library.parent.mkdir()
    library.touch()
    python = find_python({"PATH": str(first.parent), "PYTHONNET_PYDLL": str(library)})
    assert (python.program, python.library, python.pandas) == (beside, str(library), "1.5.3")


def test_without_a_name_the_library_of_the_first_fitting_python_is_taken(tmp_path: Path) -> None:
    young = _python(tmp_path / "a", version="3.13", libraries=["/x/libpython3.13.so"])
    bare = _python(tmp_path / "b", pandas="", error="ModuleNotFoundError: No module named 'pandas'")
    fits = _python(tmp_path / "c", libraries=["/c/libpython3.11.so"])
    (fits.with_name("python3.11")).symlink_to(fits)
    python = find_python({"PATH": os.pathsep.join(str(p.parent) for p in (young, bare, fits))})
    assert (python.program, python.library) == (fits, "/c/libpython3.11.so")


def test_a_library_that_is_not_there_or_of_another_version(tmp_path: Path) -> None:
    fits = _python(tmp_path / "a")
    _, error = _found(fits, library=str(tmp_path / "libpython3.11.so"))
    assert error is not None and "is not there" in error.what
    young = tmp_path / "libpython3.13.so.1.0"
    young.touch()
    _, error = _found(fits, library=str(young))
    assert error is not None and "names another one" in error.what


@pytest.mark.skipif(sys.version_info[:2] == (3, 11), reason="leanrig's own Python would do for Lean")
def test_no_python_of_leans_version(tmp_path: Path) -> None:
    _, error = _found(_python(tmp_path / "a", version="3.13"))
    assert error is not None and "none is here" in error.what and "(3.13)" in error.where


@pytest.mark.parametrize(
    ("said", "says", "cure"),
    [
        ({"pandas": "", "error": "ImportError: numpy is torn"}, "cannot import pandas: ImportError", "-m pip install"),
        ({"libraries": []}, "no shared library", "libpython3.11"),
    ],
)
def test_what_a_fitting_python_lacks(said: dict[str, object], says: str, cure: str, tmp_path: Path) -> None:
    program = _python(tmp_path / "a", **said)
    script = (
        "import sys; sys.executable = '/none'\n"
        "from leanrig.backtest.native import find_python\nfrom leanrig.errors import Missing\n"
        f"try:\n    find_python({{'PATH': {str(program.parent)!r}}})\n"
        "except Missing as error:\n    print(error)"
    )  # leanrig's own Python would do: here it is as if leanrig ran in another one
    said_of_it = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True).stdout
    assert says in said_of_it
    assert cure in said_of_it


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="Lean loads Python 3.11")
def test_the_python_of_these_tests_is_found_and_its_library_loads() -> None:
    try:
        python = find_python({"PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])})
    except Missing as error:
        pytest.skip(f"this Python has no shared library: {error}")
    environment = python_environment(python, {"PATH": "/usr/bin:/bin", "PYTHONPATH": "/else", "PYTHONHOME": "/else"})
    assert not {"PYTHONPATH", "PYTHONHOME"} & set(environment)
    loads = f"import ctypes; print(ctypes.CDLL({python.library!r}).Py_IsInitialized() in (0, 1))"
    said = subprocess.run(["python3", "-c", loads], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "True"


LOADS = """\
#include <dlfcn.h>
#include <stdlib.h>
int main(void) {
    void *library = dlopen(getenv("PYTHONNET_PYDLL"), RTLD_NOW | RTLD_GLOBAL);
    if (!library) return 3;
    ((void (*)(void))dlsym(library, "Py_Initialize"))();
    return ((int (*)(const char *))dlsym(library, "PyRun_SimpleString"))(
        "import sys, pandas; print(sys.executable, pandas.__file__, flush=True)");
}
"""


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="Lean loads Python 3.11")
@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_a_program_that_loads_the_library_as_lean_does_gets_that_pythons_packages(tmp_path: Path) -> None:
    own = Path(sys.executable).parent
    try:
        python = find_python({"PATH": os.pathsep.join([str(own), "/usr/bin", "/bin"])})
    except Missing as error:
        pytest.skip(f"this Python has no shared library: {error}")
    (tmp_path / "loads.c").write_text(LOADS)
    subprocess.run(["cc", "-o", tmp_path / "loads", tmp_path / "loads.c", "-ldl"], check=True)
    environment = python_environment(python, {"PATH": "/usr/bin:/bin", "PYTHONHOME": "/else"})
    said = subprocess.run([tmp_path / "loads"], env=environment, capture_output=True, text=True, check=True).stdout
    program, pandas = said.split()
    assert Path(program).parent == python.program.parent
    assert Path(pandas).is_relative_to(Path(sys.prefix))


def test_doctors_row(tmp_path: Path) -> None:
    here = built(tmp_path)
    good = native_lean(lambda: native_lean_look(here.placed.environment()))
    assert good.state is State.GOOD
    assert "Lean 2.5.0.0" in good.detail and "pandas 2.2.3" in good.detail
    absent = native_lean(lambda: native_lean_look({"PATH": "/usr/bin"}))
    assert absent.state is State.ABSENT
    assert "LEAN_HOME" in absent.cure
