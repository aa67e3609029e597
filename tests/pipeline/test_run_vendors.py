"""Recipes over vendors' bars, end to end: who answered is said everywhere, and prices that disagree stop a run."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pipeline.run_space import laid, ran, record_of, space_of
from pipeline.vendor_world import Vendors, running_vendors

from leanrig.errors import BadInput, VendorFailed
from leanrig.model.resolution import Resolution
from leanrig.pipeline.check import from_vendor
from leanrig.pipeline.crosscheck import PriceCheck, check_prices
from leanrig.pipeline.fetch import fetch
from leanrig.pipeline.report import make_report
from leanrig.providers.symbols import parse_symbol
from leanrig.store.coverage import DayRange

SANDBOX = "sandbox, simulated"
FOREVER = 100_000
ONE_TRY = "http: {timeout_s: 2, deadline_s: 2, attempts: 1, fresh_s: 0}\n"
# Two months of hours: enough for orders, and quick.
SHORT = (
    ("end = 2023-12-31", "end = 2023-02-28"),
    ("end = 2023-12-30", "end = 2023-02-27"),
    ("start = 2023-02-15", "start = 2023-02-01"),
    ("{half_life = 120, warm_up = 480}", "{half_life = 48, warm_up = 480}"),
    ("{period = 720}", "{period = 72}"),
)


@pytest.fixture
def vendors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors]:
    monkeypatch.setenv("LEANRIG_STATE", str(tmp_path / "state"))
    (tmp_path / "space").mkdir()
    with running_vendors(tmp_path / "space") as running:
        yield running


def against(vendor: str) -> tuple[str, str]:
    return 'vendor = "simulator"', f'vendor = "auto"\ncrosscheck = "{vendor}"'


def badge(page: Path) -> str:
    """Return the label at the head of the page, as it is read."""
    found = re.search(r'class="badge label">(.*?)</span>', page.read_text(), re.DOTALL)
    assert found
    return unescape(re.sub("<[^>]+>", "", found[1]))


def words_of(page: Path) -> str:
    return unescape(re.sub("<[^>]+>", "", page.read_text()))


def sidecar(recipe: Path, ticker: str) -> dict[str, Any]:
    path = space_of(recipe).storage / "signals" / recipe.stem / f"{ticker}.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def test_a_coin_by_the_hour_from_vendor_to_page(vendors: Vendors) -> None:
    recipe = laid(vendors.folder, "btc_regime", against("coinbase"))
    whole, seen = ran(recipe, vendors.settings(), vendors.moment, vendor=None)
    assert whole.ran.verdict.is_good
    assert len(whole.ran.result.orders) > 20
    assert seen.arrows == ["fetch", "signals", "render", "backtest", "report"]
    assert seen.warnings == []

    label = badge(whole.report.page)
    assert SANDBOX in label
    assert "Polygon" in label
    known = record_of(whole)["data"]["BTCUSD"]
    assert (known["vendor"], known["label"]) == ("polygon", label)
    assert [(a["vendor"], a["from"], a["to"]) for a in known["answers"]] == [("polygon", "2023-01-01", "2023-12-31")]
    assert (sidecar(recipe, "btcusd")["label"], sidecar(recipe, "btcusd")["vendor"]) == (label, "polygon")
    assert sidecar(recipe, "btcusd")["answers"] == known["answers"]

    (words,) = seen.notes
    assert re.fullmatch(r"BTCUSD checked against coinbase: median \d\.\d bps, p99 \d+\.\d bps, 0 hours missing", words)
    assert vendors["coinbase"].requests <= 4
    kept = json.loads((whole.ran.folder / "inputs" / "crosscheck.json").read_text())
    assert kept["checks"]["BTCUSD"]["verdict"] == "good"
    assert kept["checks"]["BTCUSD"]["common"] == 30 * 24
    assert "crosscheck.md" in record_of(whole)["inputs"]
    assert words.removeprefix("BTCUSD ") in words_of(whole.report.page)
    assert "auto" not in label


def test_a_share_through_the_fallback_while_polygon_is_down(vendors: Vendors) -> None:
    vendors["polygon"].stop()
    recipe = laid(
        vendors.folder, "aapl_regime",
        ('vendor = "sample"', 'vendor = "auto"'),
        ("start = 2000-03-01\nend = 2013-03-01", "start = 2022-06-01\nend = 2024-06-11"),
        ("start = 2001-06-01\nend = 2013-02-28", "start = 2023-10-02\nend = 2024-06-11"),
    )  # fmt: skip
    whole, _ = ran(recipe, vendors.settings(), vendors.moment, vendor=None)
    assert whole.ran.verdict.is_good
    assert whole.ran.result.orders
    (item,) = whole.fetched
    assert list(item.brought.vendors) == ["alpaca"]
    (note,) = item.brought.notes
    assert re.fullmatch("polygon refuses the connection: .*; alpaca answered instead", note)
    label = badge(whole.report.page)
    assert "polygon" not in label.lower()
    assert SANDBOX in label
    known = record_of(whole)["data"]["AAPL"]
    assert (known["vendor"], known["label"]) == ("alpaca", label)
    assert {answer["vendor"] for answer in known["answers"]} == {"alpaca"}
    assert sidecar(recipe, "aapl")["provenance"]["vendor"] == "alpaca"
    assert whole.fetched[0].bar_set.actions  # the split of 2024-06-10 came along


def test_currencies_by_the_hour_are_marked_as_prices_without_a_spread(vendors: Vendors) -> None:
    vendors.moment = vendors.moment.replace(month=7)
    recipe = laid(vendors.folder, "eur_regime")
    whole, _ = ran(recipe, vendors.settings(), vendors.moment, vendor=None)
    assert whole.ran.verdict.is_good
    orders = whole.ran.result.orders
    assert len(orders) > 20
    assert {order.status for order in orders} == {"filled"}
    assert all(order.quantity == int(order.quantity) for order in orders)
    assert {order.quantity > 0 for order in orders} == {True, False}
    assert "bid = ask = price" in badge(whole.report.page)
    assert "bid = ask = price" in sidecar(recipe, "eurusd")["label"]


def test_prices_that_another_vendor_does_not_have_stop_the_run(vendors: Vendors) -> None:
    """Alpaca's coins stand a hundredth higher: 100 bps where 5 are allowed."""
    vendors["alpaca"].fail("revised", times=FOREVER)
    recipe = laid(vendors.folder, "btc_regime", against("alpaca"), *SHORT)
    with pytest.raises(VendorFailed, match="polygon and alpaca disagree on BTCUSD hour bars") as caught:
        ran(recipe, vendors.settings(), vendors.moment, vendor=None)
    assert caught.value.exit_code == 4
    (page,) = space_of(recipe).artifacts.rglob("crosscheck.md")
    assert str(page) in caught.value.where
    assert "Verdict: **bad**" in page.read_text()
    found = json.loads(page.with_suffix(".json").read_text())["checks"]["BTCUSD"]
    assert found["verdict"] == "bad"
    assert 98 < found["prices"][0]["median_bps"] < 102
    assert not (space_of(recipe).storage / "signals").exists()
    assert not list(space_of(recipe).artifacts.rglob("run.json"))


def test_the_command_ends_with_the_code_of_a_vendors_failure(vendors: Vendors) -> None:
    vendors["alpaca"].fail("revised", times=FOREVER)
    laid(vendors.folder, "btc_regime", against("alpaca"), *SHORT)
    vendors.settings()
    done = subprocess.run(
        [sys.executable, "-m", "leanrig", "run", "btc_regime"],
        cwd=vendors.folder, env=os.environ | vendors.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert "they disagree" in done.stdout + done.stderr
    assert "crosscheck.md" in done.stderr


def test_a_second_vendor_that_does_not_answer_costs_a_warning_and_the_page_says_so(vendors: Vendors) -> None:
    vendors["coinbase"].fail("status", status=503, times=FOREVER)
    recipe = laid(vendors.folder, "btc_regime", against("coinbase"), *SHORT)
    whole, seen = ran(recipe, vendors.settings(ONE_TRY), vendors.moment, vendor=None)
    (words,) = seen.warnings
    assert words.startswith("BTCUSD not checked against coinbase: ")
    assert "503" in words
    assert whole.ran.verdict.is_good
    assert any("not checked against coinbase" in look for look in whole.report.looks)
    assert "not checked against coinbase" in words_of(whole.report.page)
    kept = json.loads((whole.ran.folder / "inputs" / "crosscheck.json").read_text())
    assert kept["checks"]["BTCUSD"]["verdict"] == "not checked"

    for path in (whole.ran.folder / "inputs").glob("crosscheck.*"):
        path.unlink()
    looks = make_report(whole.ran.folder, now=vendors.moment).looks
    assert "Prices of BTCUSD were not checked against coinbase: only leanrig run does that." in looks


def test_simulated_bars_are_not_held_against_a_vendor(vendors: Vendors) -> None:
    recipe = laid(vendors.folder, "btc_regime", against("coinbase"), *SHORT)
    whole, seen = ran(recipe, vendors.settings(), vendors.moment, vendor="simulator")
    assert seen.warnings == [
        "BTCUSD not checked against coinbase: bars of the simulator were never traded: no vendor has them"
    ]
    assert vendors["coinbase"].requests == 0
    assert badge(whole.report.page) == "simulated"


def test_a_vendor_that_cannot_have_such_bars_is_refused_before_anything_is_asked(vendors: Vendors) -> None:
    recipe = laid(vendors.folder, "eur_regime")
    with pytest.raises(BadInput, match="--vendor 'simulator' has no forex: use 'auto', 'polygon'"):
        ran(recipe, vendors.settings(), vendors.moment, vendor="simulator")
    assert sum(standin.requests for standin in vendors.world.standins.values()) == 0


def test_a_mixed_store_with_a_copy_in_it_says_both_at_the_head_of_the_page(vendors: Vendors) -> None:
    recipe = laid(vendors.folder, "btc_regime", against("coinbase"), *SHORT)
    btc, hours = [parse_symbol("BTCUSD")], Resolution.HOUR

    def days(first: date, last: date, folder: str = "data") -> None:
        chain = vendors.chain(text=ONE_TRY)
        fetch(
            vendors.folder / folder, btc, chain, resolution=hours, start=first, end=last,
            last_year=2026, now=vendors.moment,
        )  # fmt: skip

    days(date(2023, 1, 1), date(2023, 1, 31))
    days(date(2023, 2, 16), date(2023, 2, 28), "elsewhere")
    vendors["polygon"].fail("status", status=503, times=FOREVER)
    days(date(2023, 2, 1), date(2023, 2, 15))
    for name in ("alpaca", "coinbase"):
        vendors[name].fail("status", status=503, times=FOREVER)
    days(date(2023, 2, 1), date(2023, 2, 28))
    whole, seen = ran(recipe, vendors.settings(ONE_TRY), vendors.moment, vendor=None)
    label = badge(whole.report.page)
    assert re.search(
        r"Polygon.* \(polygon\) to 2023-01-31, .*\(alpaca\) to 2023-02-15, .*cached copy \(polygon\)", label
    )
    known = record_of(whole)["data"]["BTCUSD"]
    assert known["label"] == label
    assert [answer["vendor"] for answer in known["answers"]] == ["polygon", "alpaca", "polygon"]
    assert [answer["label"].endswith("cached copy") for answer in known["answers"]] == [False, False, True]
    assert sidecar(recipe, "btcusd")["label"] == label
    assert "not checked against coinbase" in seen.warnings[0]


def checked(
    vendors: Vendors, ticker: str, size: Resolution, first: date, last: date, against: str = "coinbase"
) -> PriceCheck:
    """Fetch what is missing from the first vendor that answers and hold it against another."""
    (item,) = fetch(
        vendors.folder / "data", [parse_symbol(ticker)], vendors.chain(text=ONE_TRY),
        resolution=size, start=first, end=last, last_year=2026, now=vendors.moment,
    )  # fmt: skip
    other = from_vendor(vendors.chain(against))
    (found,) = check_prices(vendors.folder / "data", [item.bar_set], against, other, within=DayRange(first, last))
    return found


def test_days_of_the_second_vendor_itself_prove_nothing_and_are_left_out(vendors: Vendors) -> None:
    checked(vendors, "BTCUSD", Resolution.HOUR, date(2024, 6, 3), date(2024, 6, 4))
    for name in ("polygon", "alpaca"):
        vendors[name].fail("status", status=503, times=FOREVER, path="/(v2/aggs|v1beta3)")
    mixed = checked(vendors, "BTCUSD", Resolution.HOUR, date(2024, 6, 3), date(2024, 6, 7)).found
    assert mixed is not None
    assert mixed.common == 2 * 24
    found = checked(vendors, "BTCUSD", Resolution.HOUR, date(2024, 6, 5), date(2024, 6, 7))
    assert found.words == "not checked against coinbase: coinbase itself answered for the newest days"


def test_a_handful_of_bars_proves_nothing(vendors: Vendors) -> None:
    found = checked(vendors, "BTCUSD", Resolution.DAILY, date(2024, 6, 3), date(2024, 6, 7))
    assert found.words == "not checked against coinbase: 5 bars prove nothing"


def test_minutes_are_compared_over_five_days_at_most(vendors: Vendors) -> None:
    found = checked(vendors, "BTCUSD", Resolution.MINUTE, date(2024, 6, 1), date(2024, 6, 8))
    assert found.found is not None
    assert found.found.common == 5 * 24 * 60
    assert vendors["coinbase"].requests <= 25


def test_a_share_is_compared_over_its_split(vendors: Vendors) -> None:
    """Raw prices on both sides: AAPL falls to a quarter on 2024-06-10 at either vendor."""
    found = checked(vendors, "AAPL", Resolution.DAILY, date(2024, 4, 1), date(2024, 6, 11), against="alpaca")
    assert found.is_good
    assert re.fullmatch("checked against alpaca: .*, 0 days missing", found.words)
