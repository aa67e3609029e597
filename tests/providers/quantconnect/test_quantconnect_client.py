"""The client against the stand-in: a project's whole life, pages, refusals; all held to the vendor's description."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openapi_contract import check_exchanges
from providers.quantconnect.conftest import Connect
from shared_reference import shared

from leanrig.clock import utc_now
from leanrig.errors import BadInput, VendorFailed
from leanrig.providers.failures import BadAnswer, KeyRefused, NotEntitled, RateLimited, Refused, Unreachable
from leanrig.providers.quantconnect import live, objects, projects, runs
from leanrig.providers.quantconnect.refusals import CloudGone, CloudLocked, CloudTooLarge
from leanrig.providers.quantconnect.waiting import Pace, poll
from leanrig.providers.quantconnect.wire import Api
from leanrig.standins.quantconnect import ORGANIZATION, ROOT, CloudStandin
from leanrig.standins.server import Exchange

QUICK = Pace(first_s=0.05, longest_s=0.2, limit_s=300)
BUYER = """from AlgorithmImports import *


class Buyer(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2012, 1, 5)
        self.set_end_date(2012, 12, 28)
        self.set_cash(100000)
        self.symbol = self.add_equity("AAPL", Resolution.DAILY).symbol
        self.rows = 0

    def on_data(self, data):
        for number in range(2):
            self.rows += 1
            self.log(f"row {self.rows} {self.get_parameter('word', '-')}")
        self.market_order(self.symbol, -1 if self.portfolio[self.symbol].quantity > 0 else 1)
"""


def pushed(api: Api, name: str = "algorithms/buyer", text: str = BUYER) -> projects.CloudProject:
    project = projects.create_project(api, name)
    projects.update_project(api, project, files={"main.py": text}, parameters={"word": "x"}, description="buys")
    return projects.read_project(api, project.id)


def ran(api: Api, project: projects.CloudProject, **parameters: str) -> str:
    compiled = runs.compile_project(api, project.id, QUICK)
    assert compiled.is_good
    started = runs.start_backtest(api, project.id, compiled.id, "one", parameters)
    assert poll(lambda: runs.read_backtest(api, project.id, started), runs.is_complete, QUICK)
    return started


def test_a_run_with_all_its_pages_keeps_to_the_vendors_description(api: Api, cloud: CloudStandin) -> None:
    assert projects.find_project(api, "algorithms/buyer") is None
    project = pushed(api)
    assert project == projects.find_project(api, "algorithms/buyer")
    assert (project.organization, project.parameters) == (ORGANIZATION, {"word": "x"})
    assert projects.read_files(api, project.id) == {"main.py": BUYER}
    assert projects.organization_of(api) == ORGANIZATION
    started = ran(api, project, word="y")
    assert runs.find_backtest(api, project.id, "one") == started
    orders = runs.read_orders(api, project.id, started, pace=QUICK)
    lines = runs.read_log(api, project.id, started, pace=QUICK)
    assert [order["id"] for order in orders] == list(range(1, len(orders) + 1))
    assert len(orders) > 200
    assert all(order["events"] for order in orders)
    assert len(lines) > 400
    own = [line.rpartition(" row ")[2] for line in lines if " row " in line]
    assert own == [f"{number} y" for number in range(1, len(own) + 1)]
    chart = runs.read_chart(api, project.id, started, "Strategy Equity", start=0, end=2_000_000_000, pace=QUICK)
    assert chart is not None
    assert len(chart["series"]["Equity"]["values"]) > 200
    objects.put_object(api, ORGANIZATION, "signals/x/aapl.csv", b"a,b\r\n1,2\n")
    assert objects.object_properties(api, ORGANIZATION, "signals/x/aapl.csv").holds(b"a,b\r\n1,2\n")
    objects.delete_object(api, ORGANIZATION, "signals/x/aapl.csv")
    projects.delete_file(api, project.id, "main.py")
    assert projects.read_files(api, project.id) == {}
    runs.delete_backtest(api, project.id, started)
    assert runs.find_backtest(api, project.id, "one") is None
    counts = held_to_the_description(cloud)
    assert counts >= 20


def test_live_from_node_to_liquidation(api: Api, cloud: CloudStandin) -> None:
    project = pushed(api)
    assert live.live_status(api, project.id) is None
    (node,) = live.live_nodes(api, project.id)
    assert not node.is_busy
    compiled = runs.compile_project(api, project.id, QUICK)
    deployed = live.start_paper(api, project.id, compiled.id, node.id, live.Cash("USD", 5000))
    status = live.live_status(api, project.id)
    assert status is not None
    assert (status.deploy_id, status.is_running) == (deployed, True)
    assert cloud.live.asked[project.id]["brokerage"]["cash"] == [{"currency": "USD", "amount": 5000}]
    assert live.live_nodes(api, project.id)[0].is_busy
    with pytest.raises(NotEntitled, match="No available node"):
        live.start_paper(api, project.id, compiled.id, node.id, live.Cash("USD", 5000))
    live.stop(api, project.id)
    status = live.live_status(api, project.id)
    assert status is not None
    assert (status.status, status.is_running) == ("Stopped", False)
    live.liquidate(api, project.id)
    status = live.live_status(api, project.id)
    assert status is not None
    assert status.status == "Liquidated"
    held_to_the_description(cloud)


def held_to_the_description(cloud: CloudStandin) -> int:
    spec = shared("vendor-specs", "quantconnect", "subset.json")
    beyond = [f"{ROOT}/{path}" for path in ("backtests/chart/read", "backtests/read/log")]
    exchanges = list(_told_as_described(cloud.exchanges))
    counts = check_exchanges(spec, exchanges, cloud.api_url, beyond=beyond, open_objects=True)
    assert counts.requests == counts.responses
    return counts.requests


def _told_as_described(exchanges: Iterable[Exchange]) -> Iterable[Exchange]:
    """Where the description differs from what the official client sends and reads, the stand-in keeps to the client.

    `projects/update` comes as a form with files; a project's parameters are keys with values; what is empty is a list;
    a deployment's moments have a space.
    """
    for exchange in exchanges:
        if exchange.path.endswith("/projects/update"):
            continue
        answer = json.loads(exchange.answer)
        for project in answer.get("projects", ()):
            project["parameters"] = {one["key"]: one["value"] for one in project["parameters"]}
        for told in (answer, answer.get("live", {})):
            told |= {name: told[name].replace(" ", "T") + "Z" for name in ("launched", "stopped") if told.get(name)}
        backtest = answer.get("backtest", {})
        if backtest.get("statistics") == []:
            backtest["statistics"] = {}
        yield replace(exchange, answer=json.dumps(answer).encode())


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Hash doesn't match.", KeyRefused),
        ("UserID not valid", KeyRefused),
        ("Project 7 not found", CloudGone),
        ("alice has write permission to this project", CloudLocked),
        ("File main.py exceeds the allowed size limit of 32 KB", CloudTooLarge),
        ("Please upgrade your organization", NotEntitled),
        ("Too many requests", RateLimited),
        ("This exceeds the rate limit", RateLimited),
        ("Your account is blocked", Refused),
        ("Something that nobody foresaw", Refused),
    ],
)
def test_refusals_under_status_200_have_their_kind(
    api: Api, cloud: CloudStandin, words: str, kind: type[VendorFailed]
) -> None:
    for body in ({"success": False, "errors": [words]}, {"success": False, "messages": [words]}):
        cloud.faults.clear()
        cloud.fail("status", status=200, body=body, times=3)
        with pytest.raises(kind) as caught:
            projects.read_project(api, 7)
        assert type(caught.value) is kind
        assert words.rstrip(".") in caught.value.what
        assert caught.value.cure


def test_too_often_is_waited_for_also_where_something_is_made(api: Api, cloud: CloudStandin) -> None:
    cloud.fail("status", status=200, times=2, body={"success": False, "errors": ["Too many requests"]})
    projects.create_project(api, "a")
    assert [project.name for project in cloud.projects.held.values()] == ["a"]
    assert cloud.requests == 3


def test_a_refusal_without_words_is_one_too(api: Api, cloud: CloudStandin) -> None:
    cloud.fail("status", status=200, body={"success": False, "errors": []})
    with pytest.raises(Refused, match="without a word why"):
        projects.read_project(api, 7)


def test_a_wrong_token_is_refused_and_never_told(connect: Connect) -> None:
    with pytest.raises(KeyRefused) as caught:
        projects.organization_of(connect(token="wrong-canary-token"))
    assert "canary" not in str(caught.value)
    assert "clock" not in caught.value.cure
    with pytest.raises(KeyRefused, match="UserID"):
        projects.organization_of(connect(user_id=2))


def test_an_old_clock_is_told_from_a_wrong_token(tmp_path: Path, bars: Path, connect: Connect) -> None:
    late = CloudStandin(tmp_path / "late", bars, now=lambda: utc_now() + timedelta(hours=3))
    with late, pytest.raises(KeyRefused) as caught:
        api = connect()
        api.base_url = late.api_url
        projects.organization_of(api)
    assert "set this machine's clock: it is 10" in caught.value.cure


def test_every_attempt_is_signed_anew_and_nothing_is_kept(api: Api, cloud: CloudStandin, tmp_path: Path) -> None:
    cloud.fail("status", status=503)
    assert projects.organization_of(api) == ORGANIZATION
    assert projects.organization_of(api) == ORGANIZATION
    assert cloud.requests == 3
    stamps = [exchange.headers["Timestamp"] for exchange in cloud.exchanges]
    assert all(abs(int(stamp) - utc_now().timestamp()) < 5 for stamp in stamps)
    kept = tmp_path / "state" / "http" / "cache.sqlite"
    assert not kept.exists() or ORGANIZATION.encode() not in kept.read_bytes()


def test_what_would_be_made_twice_is_not_repeated(api: Api, cloud: CloudStandin) -> None:
    cloud.fail("hang_up", path="projects/create")
    with pytest.raises(Unreachable) as caught:
        projects.create_project(api, "algorithms/buyer")
    assert "may have been done" in caught.value.cure
    assert [project.name for project in cloud.projects.held.values()] == ["algorithms/buyer"]
    assert projects.find_project(api, "algorithms/buyer") is not None


def test_points_that_the_cloud_would_thin_are_asked_for_in_halves(api: Api, cloud: CloudStandin) -> None:
    project = pushed(api)
    started = ran(api, project)
    whole = cloud.backtests.kept[started].run.result()["charts"]["Strategy Equity"]
    span = {"start": 1_300_000_000, "end": 1_400_000_000}
    thin = api.read(
        "backtests/chart/read", projectId=project.id, backtestId=started, name="Strategy Equity", count=100, **span
    )
    assert thin["status"] == "loading"
    chart = runs.read_chart(api, project.id, started, "Strategy Equity", points=100, pace=QUICK, **span)
    assert chart == whole
    assert len(whole["series"]["Equity"]["values"]) > 400


def test_orders_that_the_cloud_counts_and_does_not_give_are_missed(api: Api, cloud: CloudStandin) -> None:
    cloud.fail("status", status=200, body={"success": True, "orders": [], "length": 3})
    with pytest.raises(BadAnswer, match="tells of 3 orders and gives 0"):
        runs.read_orders(api, 1, "b", pace=QUICK)


def test_an_answer_that_stays_loading_is_given_up(api: Api, cloud: CloudStandin) -> None:
    cloud.fail("status", status=200, body={"success": True, "status": "loading"}, times=99)
    with pytest.raises(VendorFailed, match="still prepares the orders"):
        runs.read_orders(api, 1, "b", pace=replace(QUICK, limit_s=0.3))


def test_two_projects_of_one_name_are_told_apart_by_the_user(api: Api, cloud: CloudStandin) -> None:
    first, second = (projects.create_project(api, name) for name in ("a", "b"))
    cloud.projects.held[second.id].name = "a"
    with pytest.raises(BadInput, match="2 projects called a") as caught:
        projects.find_project(api, "a")
    assert str(first.id) in caught.value.where


def test_a_tier_without_store_and_a_file_too_large(tmp_path: Path, bars: Path, connect: Connect) -> None:
    with CloudStandin(tmp_path / "free", bars, has_store=False, largest_file=32_000) as free:
        api = connect()
        api.base_url = free.api_url
        with pytest.raises(NotEntitled, match="upgrade"):
            objects.put_object(api, ORGANIZATION, "signals/a.csv", b"x")
        with pytest.raises(CloudTooLarge, match=r"main\.py"):
            pushed(api, text="#" * 40_000)


def test_a_project_deleted_meanwhile(api: Api) -> None:
    project = pushed(api)
    api.put("projects/delete", projectId=project.id)
    for ask in (projects.read_project, projects.read_files):
        with pytest.raises(CloudGone, match=str(project.id)):
            ask(api, project.id)
