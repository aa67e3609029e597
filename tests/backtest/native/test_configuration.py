"""The launcher's configuration: whole, our own, and read by the launcher as it was meant."""

import json
from pathlib import Path

from backtest.native.built import BARE, built
from folders import fingerprint

from leanrig.backtest.native.configuration import launcher_configuration

# What Lean's launcher would otherwise take from the config.json beside it, or stop at.
NEEDED = {
    "environment", "environments", "algorithm-type-name", "algorithm-language", "algorithm-location", "algorithm-id",
    "backtest-name", "parameters", "data-folder", "results-destination-folder", "object-store-root",
    "composer-dll-directory", "python-additional-paths", "close-automatically", "debugging", "log-handler",
    "messaging-handler", "job-queue-handler", "api-handler", "map-file-provider", "factor-file-provider",
    "data-provider", "object-store", "job-user-id", "api-access-token", "job-organization-id",
}  # fmt: skip


def _made(**changed: object) -> dict[str, object]:
    options: dict[str, object] = {
        "home": Path("/lean"),
        "algorithm": Path("/p/main.py"),
        "algorithm_id": "p",
        "name": "p",
        "data": Path("/d"),
        "output": Path("/o"),
        "object_store": Path("/s"),
        "parameters": {"fast": "20"},
    }
    return launcher_configuration(**(options | changed))  # type: ignore[arg-type]


def test_it_is_whole_and_holds_no_token() -> None:
    found = _made()
    assert set(found) >= NEEDED
    assert found["api-access-token"] == ""
    assert found["close-automatically"] is True
    assert found["environments"]["backtesting"]["live-mode"] is False  # type: ignore[index]


def test_the_first_library_wins_and_leans_folder_comes_last() -> None:
    paths = _made(library=(Path("/first"), Path("/second")))["python-additional-paths"]
    assert paths == ["/lean", "/second", "/first"]  # Lean puts each in front of the one before


def test_lean_reads_what_was_written_and_nothing_of_the_users_is_touched(tmp_path: Path) -> None:
    here = built(tmp_path)
    project = here.project(
        initialize="self.log(f\"{self.get_parameter('fast', 1)} {self.get_parameter('slow', 1)}\")"
        ' or self.log(self.object_store.read("k/v.txt")) or self.log(os.getcwd()) or open("beside.txt", "w").close()'
    )
    (project / "config.json").write_text(json.dumps({"parameters": {"fast": 20, "slow": 50}}))
    (tmp_path / "storage" / "k").mkdir(parents=True)
    (tmp_path / "storage" / "k" / "v.txt").write_text("from the store")
    before = fingerprint(here.placed.home) | fingerprint(project)
    outcome = here.runner().run(here.job(project, parameters={"fast": "30"}))
    said = (outcome.output / "asking-log.txt").read_text()
    assert "30 50" in said
    assert "from the store" in said
    assert str(outcome.output) in said
    assert (outcome.output / "beside.txt").exists()
    assert fingerprint(here.placed.home) | fingerprint(project) == before
    assert not list(project.rglob("__pycache__")) + list(here.placed.home.rglob("__pycache__"))
    assert json.loads((outcome.output / "config.json").read_text())["algorithm-location"] == str(project / "main.py")


def test_modules_come_from_the_project_then_from_the_libraries(tmp_path: Path) -> None:
    here = built(tmp_path)
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, names in ((first, ("own", "shared_by_two")), (second, ("shared_by_two", "other"))):
        folder.mkdir()
        for name in names:
            (folder / f"lib_{name}.py").write_text(f"SAYS = {folder.name!r}\n")
    project = here.project(
        initialize="import lib_own, lib_shared_by_two, lib_other;"
        ' self.log(f"found {lib_own.SAYS} {lib_shared_by_two.SAYS} {lib_other.SAYS}")'
    )
    (project / "lib_own.py").write_text("SAYS = 'project'\n")
    outcome = here.runner().run(here.job(project, library=(first, second, tmp_path / "absent")))
    assert "found project first second" in (outcome.output / "asking-log.txt").read_text()


def test_the_same_answers_as_leans_recorded_ones(tmp_path: Path) -> None:
    here = built(tmp_path)
    outcome = here.runner().run(here.job(BARE / "strategies" / "bare_raw_splits.py"))
    found = json.loads((outcome.output / "bare_raw_splits.json").read_text())
    answer = json.loads((BARE / "results" / "BareRawSplits" / "result.json").read_text())
    assert found["statistics"] == answer["statistics"]
    assert outcome.engine == "native Lean 2.5.0.0"
    assert outcome.details["python"].startswith("3.11 (")
    assert outcome.details["lean_home"] == str(here.placed.home)
