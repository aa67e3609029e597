"""Vendors from the command line: fetch, doctor and the sandbox, against stand-ins on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli.commands import Command
from pipeline.vendor_world import Vendors, running_vendors

DAYS = ("--from", "2024-06-03", "--to", "2024-06-12")
VALUES = ("sandbox-polygon-key", "sandbox-alpaca-key", "sandbox-alpaca-secret")


@pytest.fixture
def vendors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors]:
    """The stand-ins, with the user standing in a workspace that is pointed at them."""
    space = tmp_path / "space"
    space.mkdir()
    (space / "lean.json").write_text('{"data-folder": "data"}')
    monkeypatch.setenv("LEANRIG_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(space)
    with running_vendors(space) as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


def test_fetch_takes_stocks_coins_and_currencies_at_once(vendors: Vendors, leanrig: Command) -> None:
    ended = leanrig("fetch", "X:BTCUSD", "AAPL", "EUR/USD", *DAYS, "--json")
    assert ended.code == 0, ended.err
    found = {item["symbol"]: item for item in json.loads(ended.out)["fetched"]}
    assert set(found) == {"BTCUSD", "AAPL", "EURUSD"}
    assert found["AAPL"]["bars"] == 7  # the day that is not over is left out
    assert found["AAPL"]["answered"] == ["polygon"]
    assert all("sandbox, simulated" in item["label"] for item in found.values())
    assert {str(Path(name).parts[-4:-1]) for name in found["BTCUSD"]["files"]} >= {"('crypto', 'coinbase', 'daily')"}


def test_a_second_fetch_asks_for_the_unsettled_days_alone(vendors: Vendors, leanrig: Command) -> None:
    leanrig("fetch", "BTCUSD", *DAYS, "--resolution", "hour")
    vendors["polygon"].keeps_exchanges = True
    (item,) = json.loads(leanrig("fetch", "BTCUSD", *DAYS, "--resolution", "hour", "--json").out)["fetched"]
    asked = [e.path.split("/")[-2:] for e in vendors["polygon"].exchanges if "/aggs/" in e.path]
    first = int(datetime(2024, 6, 11, tzinfo=UTC).timestamp()) * 1000
    assert asked
    assert min(int(start) for start, _ in asked) == first
    assert (item["new"], item["revised"]) == (0, 0)


def test_an_unknown_symbol_is_a_warning_beside_others(vendors: Vendors, leanrig: Command) -> None:
    ended = leanrig("fetch", "NOPE", "AAPL", *DAYS)
    assert ended.code == 0
    assert ended.err == "warning: no vendor knows NOPE: skipped\n"
    assert ended.out.startswith("fetch  AAPL daily 2024-06-03 … 2024-06-11")


def test_who_answered_instead_is_said(vendors: Vendors, leanrig: Command) -> None:
    vendors["polygon"].stop()
    ended = leanrig("fetch", "AAPL", *DAYS)
    assert ended.code == 0
    assert "SIP" in ended.out
    assert "polygon refuses the connection" in ended.out
    assert "alpaca answered instead" in ended.out


def test_without_keys_stocks_have_a_cure(vendors: Vendors, leanrig: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("POLYGON_API_KEY", "MASSIVE_API_KEY", "APCA_API_KEY_ID", "APCA_API_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    ended = leanrig("fetch", "AAPL", *DAYS)
    assert ended.code == 4
    assert "no vendor for equity has a key here (polygon, alpaca)" in ended.err
    assert "--vendor sample" in ended.err
    coin = leanrig("fetch", "BTCUSD", *DAYS)
    assert coin.code == 0, "coins need no key"
    assert "BTCUSD daily" in coin.out


def test_doctor_shows_each_vendor_and_no_key(vendors: Vendors, leanrig: Command) -> None:
    leanrig("fetch", "AAPL", *DAYS)
    vendors["coinbase"].stop()
    ended = leanrig("doctor", "--json")
    found = {item["thing"]: item for item in json.loads(ended.out)["findings"]}
    assert found["Polygon"]["state"] == "good"
    assert "key from environment POLYGON_API_KEY; answers in" in found["Polygon"]["detail"]
    assert "calls this month; data to" in found["Polygon"]["detail"]
    assert "data to 2024-06-12 16:00 UTC" in found["Polygon"]["detail"]
    assert "paper" in found["Alpaca"]["detail"]
    assert found["Coinbase"]["state"] == "absent"
    assert "no key: public prices; coinbase refuses the connection" in found["Coinbase"]["detail"]
    assert not [value for value in VALUES if value in ended.out + ended.err]


def test_doctor_says_what_the_limits_leave(vendors: Vendors, leanrig: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANRIG_LIMITS", "on")
    found = {item["thing"]: item for item in json.loads(leanrig("doctor", "--json").out)["findings"]}
    assert "4 of 5 left in 60 s" in found["Polygon"]["detail"]
    assert "199 of 200 left in 60 s" in found["Alpaca"]["detail"]
    assert "99,999 left this month" in found["Coinbase"]["detail"]


def test_doctor_offline_calls_nobody(vendors: Vendors, leanrig: Command) -> None:
    leanrig("doctor", "--offline")
    assert {standin.requests for standin in vendors.world.standins.values()} == {0}


def test_a_key_that_is_refused_has_a_cure(vendors: Vendors, leanrig: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYGON_API_KEY", "canary-expired")
    ended = leanrig("doctor")
    line = next(line for line in ended.out.splitlines() if "Polygon" in line)
    assert "the key is refused" in line
    assert "canary" not in ended.out + ended.err


def test_the_sandbox_runs_a_command_and_passes_its_exit_code_on(vendors: Vendors) -> None:
    """In a world of its own: nothing of the one around it is left in the environment."""
    plain = {name: value for name, value in os.environ.items() if name not in vendors.environment}
    leanrig = [sys.executable, "-m", "leanrig"]
    sandbox = [*leanrig, "sandbox", "--now", "2024-06-12T16:00:00", "--down", "polygon", "--", *leanrig]
    done = subprocess.run([*sandbox, "fetch", "BTCUSD", *DAYS], env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "BTCUSD daily 2024-06-04 … 2024-06-12  9 bars" in done.stdout
    assert "alpaca answered instead" in done.stdout
    bad = subprocess.run([*sandbox, "fetch", "A$"], env=plain, capture_output=True, text=True, check=False)
    assert bad.returncode == 2


def test_the_sandbox_refuses_a_moment_that_is_none(leanrig: Command) -> None:
    ended = leanrig("sandbox", "--now", "yesterday")
    assert ended.code == 2
    assert "2025-01-31T00:00:00" in ended.err
