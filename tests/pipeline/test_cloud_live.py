"""Live in the cloud: the plan is shown and confirmed, and every end is reached; signals are refreshed."""

import pytest
from pipeline.cloud_space import PACE, account_of, bought

from leanrig.errors import BadInput
from leanrig.pipeline.cloud_account import CloudAccount
from leanrig.pipeline.cloud_live import end_live, go_live, plan_live, refresh_signals, standing
from leanrig.pipeline.cloud_push import push
from leanrig.providers.failures import NotEntitled
from leanrig.providers.quantconnect.live import Cash
from leanrig.standins.quantconnect import CloudStandin
from leanrig.workspace import Workspace

CASH = Cash("USD", 25_000)


@pytest.fixture
def account(space: Workspace, cloud: CloudStandin) -> CloudAccount:
    return account_of(cloud, space.root / "build" / "state")


def test_a_recipe_goes_live_only_by_name_and_ends_by_name(
    space: Workspace, cloud: CloudStandin, account: CloudAccount
) -> None:
    project = space.algorithms / "aapl_regime"
    with pytest.raises(BadInput, match="has not been in the cloud yet"):
        plan_live(account, space, project, cash=CASH)
    push(account, space, project, parameters={}, objects={})
    assert standing(account, project) is None
    plan = plan_live(account, space, project, cash=CASH)
    assert (plan.name, plan.node.id, plan.cash.amount) == ("aapl_regime", "L-STANDIN", 25_000)
    assert (plan.limits["maximum_drawdown"], plan.limits["long only"]) == ("0.25", "yes")
    assert list(plan.objects) == ["signals/aapl_regime/aapl.csv"]
    before = cloud.requests
    for said in (None, "", "aapl", "AAPL_REGIME"):
        with pytest.raises(BadInput, match=r"--confirm|confirmation") as caught:
            go_live(account, space, plan, confirmed=said, pace=PACE)
        assert caught.value.where == "nothing was started"
    assert cloud.requests == before

    status = go_live(account, space, plan, confirmed="aapl_regime", pace=PACE)
    assert (status.status, status.is_running) == ("Running", True)
    assert cloud.live.asked[plan.project_id]["brokerage"]["cash"] == [{"currency": "USD", "amount": 25_000}]
    assert (cloud.objects.folder / "signals" / "aapl_regime" / "aapl.csv").is_file()
    assert cloud.projects.held[plan.project_id].parameters["signals"] == "signals/aapl_regime"
    with pytest.raises(BadInput, match="is live already"):
        plan_live(account, space, project, cash=CASH)

    with pytest.raises(BadInput, match="sells everything"):
        end_live(account, project, sells=True, confirmed="aapl", pace=PACE)
    assert cloud.live.deployed[plan.project_id]["status"] == "Running"
    assert end_live(account, project, sells=True, confirmed="aapl_regime", pace=PACE).status == "Liquidated"
    with pytest.raises(BadInput, match="does not run"):
        end_live(account, project, sells=False, pace=PACE)
    again = plan_live(account, space, project, cash=CASH)
    assert go_live(account, space, again, confirmed="aapl_regime", pace=PACE).is_running
    assert end_live(account, project, sells=False, pace=PACE).status == "Stopped"


def test_a_node_that_is_taken_and_one_that_is_not_there(
    space: Workspace, cloud: CloudStandin, account: CloudAccount
) -> None:
    first, second = bought(space, name="first"), bought(space, name="second")
    for project in (first, second):
        push(account, space, project, parameters={}, objects={})
    go_live(account, space, plan_live(account, space, first, cash=CASH), confirmed="first", pace=PACE)
    with pytest.raises(NotEntitled, match="no live node is free") as caught:
        plan_live(account, space, second, cash=CASH)
    assert "runs project" in caught.value.where
    with pytest.raises(NotEntitled, match="no free live node is called L-OTHER"):
        plan_live(account, space, second, cash=CASH, node="L-OTHER")
    with pytest.raises(BadInput, match="never been live"):
        end_live(account, second, sells=False, pace=PACE)


def test_refreshed_signals_lie_where_an_algorithm_reads_them(
    space: Workspace, cloud: CloudStandin, account: CloudAccount
) -> None:
    project = space.algorithms / "aapl_regime"
    key = "signals/aapl_regime/aapl.csv"
    assert refresh_signals(account, space, project) == (key,)
    assert (cloud.objects.folder / key).read_bytes() == (space.storage / key).read_bytes()
    with pytest.raises(BadInput, match="reads no signal files"):
        refresh_signals(account, space, bought(space))
