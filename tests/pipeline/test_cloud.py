"""The cloud as an engine, against the stand-in: same orders, same files, and every way in which a push can end."""

import hashlib
import json
from pathlib import Path

import pytest
from pipeline.cloud_space import account_of, bought, runner_of

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.results import read_result
from leanrig.clock import utc_now
from leanrig.errors import BadInput, VendorFailed
from leanrig.model.verdict import Judgement
from leanrig.pipeline.backtest import backtest
from leanrig.pipeline.cloud_push import NoObjectStore, cloud_name, project_to_push, push
from leanrig.pipeline.report import make_report
from leanrig.providers.failures import KeyRefused, NotEntitled
from leanrig.providers.quantconnect.names import require_name
from leanrig.providers.quantconnect.refusals import CloudGone, CloudLocked
from leanrig.standins.quantconnect import CloudStandin
from leanrig.workspace import Workspace


def test_a_recipe_runs_in_the_cloud_and_one_reader_serves_its_results(space: Workspace, cloud: CloudStandin) -> None:
    project = project_to_push(space, space.recipes / "aapl_regime.toml")
    here = backtest(space, project, EmbeddedRunner(), now=utc_now())
    there = backtest(space, project, runner_of(cloud, space), now=utc_now())
    assert there.verdict.judgement is here.verdict.judgement is Judgement.GOOD
    assert len(here.result.orders) > 10
    assert [order.id for order in there.result.orders] == [order.id for order in here.result.orders]
    assert there.result.orders == here.result.orders
    assert there.result.charts.keys() == here.result.charts.keys()
    assert there.result.equity == here.result.equity
    assert there.result.statistics == here.result.statistics
    assert there.result.portfolio == pytest.approx(here.result.portfolio)
    assert read_result(there.folder) == there.result

    (held,) = cloud.projects.held.values()
    names = {path.relative_to(project).as_posix() for path in project.rglob("*.py")}
    assert held.name == "algorithms/aapl_regime"
    assert held.files == {name: (project / name).read_text() for name in names}
    key = "signals/aapl_regime/aapl.csv"
    assert (cloud.objects.folder / key).read_bytes() == (space.storage / key).read_bytes()
    assert [path for path in cloud.objects.folder.rglob("*") if path.is_file()] == [cloud.objects.folder / key]

    record = json.loads((there.folder / "run.json").read_text())
    assert record["engine"] == "QuantConnect stand-in"
    assert record["data"]["AAPL"]["vendor"] == "QuantConnect stand-in", "its prices are not those of the data folder"
    assert "hashes" not in record["data"]["AAPL"]
    wanted = hashlib.sha256((space.storage / key).read_bytes()).hexdigest()
    assert record["inputs"][f"storage/{key}"] == wanted
    config = json.loads((project / "config.json").read_text())
    assert (config["cloud-id"], config["organization-id"]) == (held.id, held.organization)
    assert project_to_push(space, space.recipes / "aapl_regime.toml") == project, "that is no drift"
    page = make_report(there.folder, now=utc_now()).page.read_text()
    assert "QuantConnect stand-in" in page


def test_pages_parameters_and_a_second_run_in_the_same_project(space: Workspace, cloud: CloudStandin) -> None:
    project = bought(space)
    first = backtest(space, project, runner_of(cloud, space), now=utc_now(), parameters={"word": "given"})
    assert len(first.result.orders) > 200
    assert len([line for line in first.result.log if line.endswith(" given")]) > 200
    (held,) = cloud.projects.held.values()
    assert held.parameters == {"word": "own"}, "those of one run alone stay with it"
    assert set(held.files) == {"main.py"}
    (identity,) = cloud.backtests.kept
    again = backtest(space, project, runner_of(cloud, space, backtest_id=identity), now=utc_now())
    assert again.result.orders == first.result.orders
    assert len(cloud.backtests.kept) == 1
    config = json.loads((project / "config.json").read_text())
    assert config["cloud-id"] == held.id
    assert config["parameters"] == {"word": "own"}


def test_an_error_in_the_cloud_is_judged_like_one_here(space: Workspace, cloud: CloudStandin) -> None:
    project = bought(space, "if self.bars == 9: raise ValueError('nine')")
    ran = backtest(space, project, runner_of(cloud, space), now=utc_now())
    assert ran.outcome.exit_code == 1
    assert ran.verdict.judgement is Judgement.RUNTIME_ERROR
    assert "nine" in ran.verdict.reasons[0].quote


def test_past_its_limit_a_run_is_ended_there_and_kept_here(space: Workspace, cloud: CloudStandin) -> None:
    project = bought(space, "import time; time.sleep(1)")
    ran = backtest(space, project, runner_of(cloud, space), now=utc_now(), time_limit_s=1.5)
    assert ran.verdict.judgement is Judgement.UNFINISHED
    assert cloud.backtests.kept == {}


def test_what_the_cloud_cannot_build_is_not_run(space: Workspace, cloud: CloudStandin) -> None:
    project = bought(space, "this is no Python")
    with pytest.raises(BadInput, match=r"cannot build.*main\.py"):
        backtest(space, project, runner_of(cloud, space), now=utc_now())
    assert cloud.backtests.kept == {}


def test_a_start_without_an_answer_is_found_again(space: Workspace, cloud: CloudStandin) -> None:
    cloud.fail("hang_up", path="backtests/create")
    ran = backtest(space, bought(space), runner_of(cloud, space), now=utc_now())
    assert ran.verdict.is_good
    assert len(cloud.backtests.kept) == 1


def pushed(space: Workspace, cloud: CloudStandin, project: Path, *, is_new: bool = False) -> int:
    key = "signals/aapl_regime/aapl.csv"
    account = account_of(cloud, space.root / "build" / "state")
    found = push(account, space, project, parameters={"word": "own"}, objects={key: space.storage / key}, is_new=is_new)
    return found.project.id


@pytest.mark.parametrize(
    ("path", "reached"),
    [
        ("object/set", "nothing was sent"),
        ("object/properties", "aapl.csv sent"),
        ("projects/create", "aapl.csv sent and found again"),
        ("projects/update", "is there"),
        ("files/read", "1 files sent"),
    ],
)
def test_a_push_half_done_says_how_far_it_came_and_goes_on(
    space: Workspace, cloud: CloudStandin, path: str, reached: str
) -> None:
    project = bought(space)
    cloud.fail("status", status=200, path=path, body={"success": False, "errors": ["Something odd"]})
    with pytest.raises(VendorFailed, match="Something odd") as caught:
        pushed(space, cloud, project)
    assert reached in caught.value.where.rpartition("so far: ")[2]
    before = list(cloud.projects.held)
    number = pushed(space, cloud, project)
    assert [number] == list(cloud.projects.held)
    assert before in ([], [number])


def test_a_cloud_that_is_not_as_pushed_is_an_error(space: Workspace, cloud: CloudStandin) -> None:
    project = bought(space)
    number = pushed(space, cloud, project)
    changed = {"success": True, "files": [{"name": "main.py", "content": "# somebody else's\n"}]}
    cloud.fail("status", status=200, path="files/read", body=changed)
    with pytest.raises(VendorFailed, match=r"does not hold what was pushed: main\.py"):
        pushed(space, cloud, project)
    wrong = {"success": True, "projects": [{"projectId": number, "name": "algorithms/buyer", "parameters": []}]}
    cloud.fail("status", status=200, path="projects/read", after=1, body=wrong)
    with pytest.raises(VendorFailed, match="parameter word"):
        pushed(space, cloud, project)
    cloud.fail("status", status=200, path="object/properties", body={"success": True, "metadata": {"size": 3}})
    with pytest.raises(VendorFailed, match="Object Store does not hold"):
        pushed(space, cloud, project)


def test_files_that_are_not_here_any_more_are_taken_away_there(space: Workspace, cloud: CloudStandin) -> None:
    project = bought(space)
    number = pushed(space, cloud, project)
    stray = {"name": "main_old.py", "content": "old"}
    there = {"name": "main.py", "content": (project / "main.py").read_text()}
    cloud.projects.held[number].files["main_old.py"] = "old"
    cloud.fail("status", status=200, path="files/read", body={"success": True, "files": [stray, there]})
    cloud.fail("status", status=200, path="projects/update", body={"success": True})
    pushed(space, cloud, project)
    assert set(cloud.projects.held[number].files) == {"main.py"}


def test_a_cloud_project_that_was_deleted(space: Workspace, cloud: CloudStandin) -> None:
    project = bought(space)
    first = pushed(space, cloud, project)
    del cloud.projects.held[first]
    before = (project / "config.json").read_bytes()
    with pytest.raises(CloudGone, match=f"cloud project {first} is gone") as caught:
        pushed(space, cloud, project)
    assert "--new-project" in caught.value.cure
    assert (project / "config.json").read_bytes() == before
    assert cloud.projects.held == {}
    assert pushed(space, cloud, project, is_new=True) in cloud.projects.held


def test_a_cloud_project_deleted_while_it_runs(space: Workspace, cloud: CloudStandin) -> None:
    cloud.fail("status", status=200, path="backtests/read", after=1, body=_gone())
    with pytest.raises(CloudGone, match="Project 5 not found"):
        backtest(space, bought(space), runner_of(cloud, space), now=utc_now())
    assert list(space.artifacts.rglob("run.json")) == []


def _gone() -> dict[str, object]:
    return {"success": False, "errors": ["Project 5 not found"]}


def test_a_tier_without_store_says_what_to_do(space: Workspace, tmp_path: Path) -> None:
    with CloudStandin(tmp_path / "free", space.data, has_store=False) as free, pytest.raises(NotEntitled) as caught:
        pushed(space, free, bought(space))
    assert 'variant = "module"' in caught.value.cure
    assert "aapl.csv" in caught.value.where


def test_on_a_tier_without_store_the_rows_go_along_as_modules(space: Workspace, tmp_path: Path) -> None:
    project = project_to_push(space, space.recipes / "aapl_regime.toml")
    before = {path: path.read_bytes() for path in project.rglob("*.py")}
    here = backtest(space, project, EmbeddedRunner(), now=utc_now())
    with CloudStandin(tmp_path / "free", space.data, has_store=False, largest_file=32_000) as free:
        there = backtest(space, project, runner_of(free, space), now=utc_now())
    assert len(here.result.orders) > 10
    assert there.result.orders == here.result.orders
    assert there.outcome.details["signals"] == "as modules: this tier has no Object Store"
    (held,) = free.projects.held.values()
    assert {"signals/rows.py", "signals/rows_001.py", "signals/texts.py"} <= held.files.keys()
    assert "signals/refresh.py" not in held.files
    assert "object_store" not in held.files["main.py"]
    assert not free.objects.folder.exists() or not [path for path in free.objects.folder.rglob("*") if path.is_file()]
    assert {path: path.read_bytes() for path in project.rglob("*.py")} == before, "here it stays the file variant"


def test_the_lean_cli_is_not_asked_to_send_modules(space: Workspace, tmp_path: Path) -> None:
    project = project_to_push(space, space.recipes / "aapl_regime.toml")
    with (
        CloudStandin(tmp_path / "free", space.data, has_store=False) as free,
        pytest.raises(NoObjectStore, match="does not allow"),
    ):
        backtest(space, project, runner_of(free, space, by_lean=True), now=utc_now())


def test_a_project_open_in_the_web_editor(space: Workspace, cloud: CloudStandin) -> None:
    cloud.projects.locked_by = "alice"
    with pytest.raises(CloudLocked, match="alice") as caught:
        pushed(space, cloud, bought(space))
    assert "web editor" in caught.value.cure


def test_a_wrong_token_sends_nothing(space: Workspace, cloud: CloudStandin) -> None:
    cloud.fail("status", status=200, times=9, body={"success": False, "errors": ["Hash doesn't match."]})
    with pytest.raises(KeyRefused, match="Hash") as caught:
        pushed(space, cloud, bought(space))
    assert "nothing was sent" in caught.value.where


@pytest.mark.parametrize("name", ["live", "Report", "algorithms/backtests", "con/x", "a:b", "a//b", " a", "bin"])
def test_names_that_the_cloud_would_not_take(name: str) -> None:
    with pytest.raises(BadInput, match=r"reserved|takes letters"):
        require_name(name)


def test_a_reserved_name_is_refused_before_anything_is_sent(space: Workspace, cloud: CloudStandin) -> None:
    project = bought(space, name="storage")
    with pytest.raises(BadInput, match="reserved"):
        pushed(space, cloud, project)
    assert cloud.requests == 0
    assert cloud_name(space, project) == "algorithms/storage"


def test_a_file_that_no_tier_takes_is_refused_before_anything_is_sent(space: Workspace, cloud: CloudStandin) -> None:
    project = bought(space)
    (project / "rows.py").write_text("#" * 300_000)
    with pytest.raises(BadInput, match=r"rows\.py has 300 KB"):
        pushed(space, cloud, project)
    assert cloud.requests == 0


def test_a_project_that_drifted_or_is_not_there_is_not_pushed(space: Workspace) -> None:
    recipe = space.recipes / "aapl_regime.toml"
    with (space.algorithms / "aapl_regime" / "main.py").open("a") as file:
        file.write("# by hand\n")
    with pytest.raises(BadInput, match="not what its recipe renders to"):
        project_to_push(space, recipe)
    (space.algorithms / "aapl_regime" / "main.py").unlink()
    with pytest.raises(Exception, match="has not been rendered"):
        project_to_push(space, recipe)
