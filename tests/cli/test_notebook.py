"""`leanrig notebook`: the real `lean research`, and in its container the cells, on what Lean's image has.

The container is ours: it runs the notebook's cells on the packages of Lean's image and with the three mounted ones on
the path, as a kernel would. The one cell that needs Lean itself gets its closes from the same mounted data folder.
Containers that only say something stay for two seconds: of one that is over sooner the CLI prints nothing.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from cli.commands import Command
from docker_here import Serve, stand_in_only
from folders import fingerprint
from stacks import STACKS, python_of

from leanrig.pipeline.notebook import recipe_notebook
from leanrig.standins.docker_image import Image
from leanrig.standins.docker_programs import Inside, Program, Started, saying

RESEARCH = Image("quantconnect/research:latest")
BESIDE = "/Lean/Launcher/bin/Debug/Notebooks"
IN_CONTAINER = """
import ast, io, json, sys, zipfile
from pathlib import Path

print("Jupyter is running at:", flush=True)
place = json.loads(sys.argv[1])
path = Path(place["notebook"])
notebook = json.loads(path.read_text())
names = {}
for cell in notebook["cells"]:
    if cell["cell_type"] != "code":
        continue
    if "lean" in cell["metadata"].get("tags", []):
        compile(cell["source"], "cell", "exec")
        file = Path(place["/Lean/Data"], "equity/usa/daily/aapl.zip")
        table = names["pd"].read_csv(io.BytesIO(zipfile.ZipFile(file).read("aapl.csv")), header=None)
        names["closes"] = {"AAPL": table[4] / 10_000}
        continue
    source = cell["source"]
    for inside in ("/leanrig", "/Storage"):
        source = source.replace(repr(inside), repr(place[inside]))
    *lines, last = ast.parse(source).body
    exec(compile(ast.Module(lines, []), "cell", "exec"), names)
    shown = ast.get_source_segment(source, last)
    try:
        value = eval(compile(shown, "cell", "eval"), names)
    except SyntaxError:
        exec(shown, names)
        continue
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": str(value)}]
    print(value)
path.write_text(json.dumps(notebook))  # as Jupyter saves: into the same file
Path(place["beside"], "idea.ipynb").write_text("{}")
files = {name: getattr(module, "__file__", "") or "" for name, module in sys.modules.items()}
print("loaded", sorted({name.partition(".")[0] for name in files if files[name].startswith(place["/leanrig"])}))
print("pandas", names["pd"].__version__)
try:
    import generator
except ImportError:
    print("no generator here")
"""


def running_cells(python: str, scratch: Path) -> Program:
    def program(inside: Inside) -> Started:
        kit = scratch / "kit"
        kit.mkdir()
        for target, source in inside.paths.items():
            if target.startswith("/leanrig/"):
                (kit / target.removeprefix("/leanrig/")).symlink_to(source)
        place = {
            "notebook": str(inside.here(f"{BESIDE}/aapl_regime.ipynb")),
            "beside": str(inside.here(BESIDE)),
            "/leanrig": str(kit),
            "/Storage": str(inside.here("/Storage")),
            "/Lean/Data": str(inside.here("/Lean/Data")),
        }
        assert inside.here(f"{BESIDE}/config.json").is_file(), "a kernel finds no settings of Lean's"
        command = [python, "-I", "-B", "-c", IN_CONTAINER, json.dumps(place)]
        return Started(command, inside.here(BESIDE), {"PATH": os.environ["PATH"]}, "")

    return program


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@stand_in_only("its container runs the cells; a real one waits for a browser")
@pytest.mark.stack
def test_the_cells_run_in_leans_image(workspace: Path, leanrig: Command, serve: Serve, tmp_path: Path) -> None:
    (image,) = (stack for stack in STACKS if stack.name == "lean image")
    wanted: list[dict[str, Any]] = []
    cells = running_cells(python_of(image), tmp_path)

    def program(inside: Inside) -> Started:
        wanted.extend(world.created_with(name) for name in world.containers())
        return cells(inside)

    world = serve(image=RESEARCH.name, programs={"start.sh": program})
    before = fingerprint(workspace)
    ended = leanrig("notebook", "aapl_regime", "--lean", "--no-open", "--port", str(free_port()))
    assert ended.code == 0, ended.out + ended.err
    assert "loaded ['leanrig', 'research', 'signals']" in ended.out
    assert "no generator here" in ended.out
    assert "pandas 2.3.3" in ended.out
    assert "{'AAPL': None}" in ended.out, "the strength looks ahead on Lean's bars"
    assert "volatile" in ended.out
    mounts = {mount["Target"]: mount for mount in wanted[0]["Mounts"]}
    kit = [mounts[f"/leanrig/{name}"] for name in ("leanrig", "research", "signals")]
    assert all(mount["ReadOnly"] for mount in kit)
    assert mounts["/leanrig/signals"]["Source"] == str(workspace / "signals")
    assert world.containers() == []
    after = fingerprint(workspace)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {f"research/notebooks/lean/{name}.ipynb" for name in ("aapl_regime", "idea")}
    saved = json.loads((workspace / "research/notebooks/lean/aapl_regime.ipynb").read_text())
    assert any(cell.get("outputs") for cell in saved["cells"]), "what Jupyter saved is lost"


@pytest.fixture
def no_jupyter(monkeypatch: pytest.MonkeyPatch) -> None:
    """JupyterLab is not in this environment, whatever the developer has."""
    monkeypatch.setitem(sys.modules, "jupyterlab", None)


@pytest.mark.usefixtures("no_jupyter")
def test_the_notebook_is_sound_and_made_once(workspace: Path, leanrig: Command) -> None:
    nbformat = pytest.importorskip("nbformat")
    ended = leanrig("notebook", "aapl_regime")
    assert ended.out.splitlines()[0] == "notebook  research/notebooks/lean/aapl_regime.ipynb"
    path = workspace / "research/notebooks/lean/aapl_regime.ipynb"
    nbformat.validate(nbformat.read(path, as_version=4))
    first = next(cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code")
    assert first["source"].startswith("import sys\n\nsys.path[:0] = ['/leanrig']")
    path.write_text("mine")
    assert leanrig("notebook", "aapl_regime").code == 0
    assert path.read_text() == "mine"


def test_it_is_opened_in_the_environments_own_jupyterlab(
    workspace: Path, leanrig: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lab" / "jupyterlab"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    said = "import os, sys; print(os.getcwd(), *sys.argv[1:]); sys.exit(len(sys.argv) == 4)"
    (package / "__main__.py").write_text(said)
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    port = str(free_port())
    ended = leanrig("notebook", "aapl_regime", "--no-open", "--port", port)
    asked = f"{workspace} research/notebooks/lean/aapl_regime.ipynb --port {port} --no-browser"
    assert (ended.code, asked in ended.out) == (0, True), ended.out + ended.err
    ended = leanrig("notebook", "aapl_regime", "--port", port)
    assert (ended.code, "JupyterLab ended with exit code 1" in ended.err) == (4, True)
    assert leanrig("notebook", "aapl_regime", "--json").out.count("--port") == 0


@pytest.mark.slow
@pytest.mark.usefixtures("no_jupyter")
def test_the_same_notebook_runs_in_the_workspaces_own_jupyter(workspace: Path, leanrig: Command) -> None:
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("plotly")
    assert leanrig("notebook", "aapl_regime").code == 0
    path = workspace / "research/notebooks/lean/aapl_regime.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute()
    code = {cell["id"]: cell for cell in notebook.cells if cell.cell_type == "code"}
    assert "application/vnd.plotly.v1+json" in code["picture"].outputs[0]["data"]
    assert code["audit"].outputs[0]["data"]["text/plain"] == "{'AAPL': None}"


@pytest.mark.parametrize("recipe", ["aapl_regime", "btc_regime", "eur_regime", "three_stocks"])
def test_every_recipes_cells_are_python(workspace: Path, recipe: str) -> None:
    from leanrig.workspace import find_workspace

    path = recipe_notebook(find_workspace(workspace), workspace / "generator" / "recipes" / f"{recipe}.toml")
    cells = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
    assert len(cells) == 5
    for cell in cells:
        compile(cell["source"], recipe, "exec")


@stand_in_only("several gigabytes would be fetched")
def test_what_is_missing_is_said_first(
    workspace: Path, leanrig: Command, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = serve(images=())
    ended = leanrig("notebook", "aapl_regime", "--lean", "--no-open")
    assert (ended.code, "quantconnect/research:latest" in ended.err, "--pull" in ended.err) == (3, True, True)
    serve(images=(), remote=(RESEARCH,), programs={"start.sh": saying("Jupyter is running at:", seconds=2)})
    ended = leanrig("notebook", "aapl_regime", "--lean", "--no-open", "--pull", "--port", str(free_port()))
    assert ended.code == 0, ended.err
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = leanrig("notebook", "aapl_regime", "--lean", "--port", str(server.getsockname()[1]))
    assert (ended.code, "the port is taken" in ended.err) == (2, True)
    (workspace / "storage/signals/aapl_regime/aapl.csv").unlink()
    ended = leanrig("notebook", "aapl_regime", "--lean")
    assert (ended.code, "leanrig signals aapl_regime" in ended.err) == (3, True)
    (workspace / "algorithms/aapl_regime/main.py").unlink()
    ended = leanrig("notebook", "aapl_regime", "--lean")
    assert (ended.code, "leanrig render aapl_regime" in ended.err) == (3, True)
    assert not [asked for asked in world.asked if "containers/create" in asked]


@stand_in_only("a Jupyter that does not start")
def test_lie_the_cli_says_done_of_a_jupyter_that_never_started(workspace: Path, leanrig: Command, serve: Serve) -> None:
    serve(image=RESEARCH.name, programs={"start.sh": saying("no room for Jupyter", exit_code=1, seconds=2)})
    ended = leanrig("notebook", "aapl_regime", "--lean", "--no-open", "--port", str(free_port()))
    assert ended.code == 4
    assert "research environment did not start" in ended.err
    assert "where: no room for Jupyter" in ended.err


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_ctrl_c_ends_the_session_and_leaves_nothing_but_notebooks(workspace: Path, serve: Serve) -> None:
    world = serve(image=RESEARCH.name, plays={"start.sh": saying("Jupyter is running at:", seconds=60)})
    scratch = workspace.parent / "tmp"
    scratch.mkdir()
    command = ["notebook", "aapl_regime", "--lean", "--no-open", "--port", str(free_port())]
    process = subprocess.Popen(
        [sys.executable, "-m", "leanrig", *command], cwd=workspace, env=os.environ | {"TMPDIR": str(scratch)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    ends = time.monotonic() + world.seconds(30, 90)
    while not (running := world.containers(running=True)):
        assert time.monotonic() < ends, "the container never started"
        assert process.poll() is None, process.communicate()[0].decode()
        time.sleep(0.02)
    (world.source_of(running[0], BESIDE) / "idea.ipynb").write_text("{}")  # as somebody who starts one in Jupyter
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=90)[0].decode()
    assert process.returncode == 130, said
    assert world.containers() == []
    assert list(scratch.iterdir()) == []
    kept = {path.name for path in (workspace / "research/notebooks/lean").iterdir()}
    assert kept == {"aapl_regime.ipynb", "idea.ipynb"}
