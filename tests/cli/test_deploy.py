"""`leanrig deploy` as a person meets it: exit codes, what is shown, and no token anywhere."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.commands import Command

from leanrig.standins.quantconnect import TOKEN, USER, CloudStandin


@pytest.fixture
def cloud(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CloudStandin]:
    with CloudStandin(tmp_path / "cloud", workspace / "data", loads=0) as made:
        monkeypatch.setenv("LEANRIG_QUANTCONNECT_URL", made.api_url)
        monkeypatch.setenv("LEANRIG_STATE", str(tmp_path / "state"))
        monkeypatch.setenv("QC_USER_ID", str(USER))
        monkeypatch.setenv("QC_API_TOKEN", TOKEN)
        yield made


def test_from_backtest_to_paper_and_back(leanrig: Command, cloud: CloudStandin, workspace: Path) -> None:
    before = (workspace / "lean.json").read_bytes()
    ended = leanrig("deploy", "cloud", "aapl_regime", "--json")
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    assert found["verdict"] == "good"
    (number,) = cloud.projects.held
    assert found["cloud"]["project"] == str(number)
    again = leanrig("deploy", "cloud", "aapl_regime", "--backtest", found["cloud"]["backtest"])
    assert again.code == 0
    assert f"quantconnect.com/project/{number}/{found['cloud']['backtest']}" in again.out

    assert leanrig("deploy", "status", "aapl_regime").code == 1
    shown = leanrig("deploy", "live", "aapl_regime", "--cash", "5000")
    assert shown.code == 2
    for words in (
        "L-STANDIN",
        "Paper Trading",
        "5,000.00 USD",
        "maximum_drawdown 0.25",
        "signals/aapl_regime/aapl.csv",
    ):
        assert words in shown.out
    assert "add --confirm aapl_regime" in shown.err
    assert cloud.live.deployed == {}
    live = leanrig("deploy", "live", "aapl_regime", "--confirm", "aapl_regime", "--json")
    assert live.code == 0
    assert json.loads(live.out)["status"] == "Running"
    assert cloud.live.asked[number]["brokerage"]["cash"] == [{"currency": "USD", "amount": 100_000}]
    assert leanrig("deploy", "status", "aapl_regime").code == 0
    assert leanrig("deploy", "signals", "aapl_regime").out.startswith("signals   signals/aapl_regime/aapl.csv")
    assert "Stopped" in leanrig("deploy", "stop", "aapl_regime").out
    assert leanrig("deploy", "liquidate", "aapl_regime").code == 2
    assert (workspace / "lean.json").read_bytes() == before
    holders = [path for path in workspace.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]
    assert holders == []


def test_without_a_token_nothing_is_asked(
    leanrig: Command, cloud: CloudStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QC_API_TOKEN")
    ended = leanrig("deploy", "cloud", "aapl_regime")
    assert ended.code == 3
    assert "QC_API_TOKEN" in ended.err
    assert cloud.requests == 0


def test_a_wrong_token_is_told_from_other_trouble(
    leanrig: Command, cloud: CloudStandin, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QC_API_TOKEN", "wrong-canary")
    ended = leanrig("deploy", "cloud", "aapl_regime")
    assert ended.code == 4
    assert "refuses the key: Hash doesn't match" in ended.err
    assert "canary" not in ended.err + ended.out
    assert not list((workspace / "artifacts").rglob("run.json"))


def test_what_drifted_is_not_deployed(leanrig: Command, cloud: CloudStandin, workspace: Path) -> None:
    with (workspace / "algorithms" / "aapl_regime" / "main.py").open("a") as file:
        file.write("# by hand\n")
    ended = leanrig("deploy", "cloud", "aapl_regime")
    assert ended.code == 2
    assert "leanrig render aapl_regime" in ended.err
    assert cloud.requests == 0
