"""The real Lean CLI against the stand-in: what it pushes, what its exit codes hide, and that it leaves nothing here."""

import fcntl
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pipeline.cloud_space import account_of, bought, runner_of
from shared_reference import shared

from leanrig.clock import utc_now
from leanrig.errors import BadInput, VendorFailed
from leanrig.pipeline.backtest import backtest
from leanrig.pipeline.cloud_account import CloudAccount
from leanrig.pipeline.cloud_cli import lean_cloud
from leanrig.pipeline.cloud_push import push
from leanrig.standins.quantconnect import ORGANIZATION, TOKEN, CloudStandin
from leanrig.workspace import Workspace


@pytest.fixture
def cloud(space: Workspace, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CloudStandin]:
    """The only port that the CLI can be led to: one test at a time has it."""
    with (tmp_path_factory.getbasetemp().parent / "port-5612.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = CloudStandin(tmp_path / "cloud", space.data)
        made.keeps_exchanges = True
        try:
            made.start(5612)
        except (OSError, SystemExit):
            pytest.skip("somebody else has port 5612")
        with made:
            yield made


@pytest.fixture
def account(space: Workspace, cloud: CloudStandin) -> CloudAccount:
    return account_of(cloud, space.root / "build" / "state")


def test_lean_pushes_one_project_and_leaves_the_workspace_alone(
    space: Workspace, cloud: CloudStandin, account: CloudAccount
) -> None:
    project, other = bought(space), bought(space, name="other")
    before = {
        path: path.read_bytes() for path in space.root.rglob("*") if path.is_file() and project not in path.parents
    }
    ran = backtest(space, project, runner_of(cloud, space, by_lean=True), now=utc_now())
    assert ran.verdict.is_good
    (held,) = cloud.projects.held.values()
    assert (held.name, held.files) == ("algorithms/buyer", {"main.py": (project / "main.py").read_text()})
    assert held.parameters == {"word": "own"}
    assert {path: path.read_bytes() for path in before} == before
    assert not (other / "backtests").exists()
    assert json.loads((project / "config.json").read_text())["cloud-id"] == held.id
    agents = {exchange.path: exchange.headers["User-Agent"] for exchange in cloud.exchanges}
    assert agents["/api/v2/projects/update"].startswith("Lean CLI")
    assert agents["/api/v2/backtests/create"] == "leanrig"
    assert not [path for path in space.root.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]


def test_a_push_that_failed_is_told_although_lean_ends_with_0(
    space: Workspace, cloud: CloudStandin, account: CloudAccount
) -> None:
    project = bought(space)
    push(account, space, project, parameters={"word": "own"}, objects={})
    cloud.projects.locked_by = "alice"
    with pytest.raises(VendorFailed, match=r"Cannot push.*alice") as caught:
        push(account, space, project, parameters={"word": "own"}, objects={}, by_lean=True)
    assert "exit code 0" in caught.value.where


def test_lean_runs_stores_and_goes_live_in_the_same_cloud(
    space: Workspace, cloud: CloudStandin, account: CloudAccount
) -> None:
    project, failing = bought(space), bought(space, "raise ValueError('each')", name="failing")
    for one in (project, failing):
        push(account, space, one, parameters={}, objects={})
    (space.root / "rows.csv").write_text("a,b\n")
    with lean_cloud(account, project, "algorithms/buyer") as lean:
        done = lean.call("backtest", "algorithms/buyer", "--name", "by lean", "--parameter", "word", "lean")
        assert (done.exit_code, "Total Orders" in done.console) == (0, True), done.console
        stored = lean.call("object-store", "set", "kit/rows.csv", str(space.root / "rows.csv"))
        assert stored.exit_code == 0, stored.console
        assert "kit/rows.csv" in lean.call("object-store", "properties", "kit/rows.csv").console
        live = lean.call(
            "live", "deploy", "algorithms/buyer", "--brokerage", "Paper Trading",
            "--data-provider-live", "QuantConnect", "--node", "L-STANDIN", "--auto-restart", "no",
            "--notify-order-events", "no", "--notify-insights", "no",
        )  # fmt: skip
        assert live.exit_code == 0, live.console
        assert "Running" in lean.call("status", "algorithms/buyer").console
        assert lean.call("live", "stop", "algorithms/buyer").exit_code == 0
    with lean_cloud(account, failing, "algorithms/failing") as lean:
        lied = lean.call("backtest", "algorithms/failing", "--name", "fails")
    assert (lied.exit_code, "each" in lied.console) == (0, True)
    assert sorted(kept.name for kept in cloud.backtests.kept.values()) == ["by lean", "fails"]
    assert [one["status"] for one in cloud.live.deployed.values()] == ["Stopped"]
    assert (cloud.objects.folder / "kit" / "rows.csv").read_text() == "a,b\n"


def test_it_sends_what_was_recorded_of_it(space: Workspace, cloud: CloudStandin, account: CloudAccount) -> None:
    recorded = json.loads(shared("vendor-specs", "quantconnect", "lean-cli-1.0.230-requests.json").read_text())
    project = bought(space)
    push(account, space, project, parameters={}, objects={})
    cloud.exchanges.clear()
    with lean_cloud(account, project, "algorithms/buyer") as lean:
        ended = lean.call("push", "--project", "algorithms/buyer")
    assert ended.exit_code == 0, ended.console
    kinds = {
        one["path"].partition("?")[0]: (one["method"], (one["content_type"] or "").partition(";")[0])
        for one in recorded
    }
    sent = {one.path: (one.method, one.headers.get("Content-Type", "")) for one in cloud.exchanges}
    assert sent.keys() == {"/api/v2/projects/read", "/api/v2/projects/update"}
    assert sent == {path: kinds[path] for path in sent}
    reads = [dict(one.query) for one in cloud.exchanges if one.path.endswith("read")]
    assert all(query["organizationId"] == ORGANIZATION for query in reads)


def test_another_address_cannot_be_told_to_lean(space: Workspace, tmp_path: Path) -> None:
    with CloudStandin(tmp_path / "elsewhere", space.data) as elsewhere:
        account = account_of(elsewhere, tmp_path / "state")
        with pytest.raises(BadInput, match="cannot be led to this address"):
            push(account, space, bought(space), parameters={}, objects={}, by_lean=True)
