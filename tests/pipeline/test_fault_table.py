"""Everything that can go wrong between a vendor and us: what the user sees, and what is kept.

Real servers, real clients: Polygon's stand-in fails, Alpaca's and Coinbase's stand behind it. The measure of "kept" is
the bytes of an undisturbed fetch.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from folders import fingerprint
from pipeline.vendor_world import NOON, QUICK, Vendors, running_vendors

from leanrig.errors import BadInput, LeanrigError, VendorFailed
from leanrig.model.resolution import Resolution
from leanrig.pipeline.fetch import Fetched, fetch
from leanrig.providers.failures import KeyRefused, NotEntitled, UnknownSymbol
from leanrig.providers.symbols import parse_symbol
from leanrig.store.parquet_store import ParquetStore

BTC, AAPL = parse_symbol("BTCUSD"), parse_symbol("AAPL")
DAYS = {"start": date(2024, 6, 3), "end": date(2024, 6, 7), "resolution": Resolution.HOUR, "last_year": 2026}
AGGREGATES = "/v2/aggs/"
FOREVER = 10_000
_ROUNDS = 3


@pytest.fixture
def vendors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors]:
    monkeypatch.setenv("LEANRIG_STATE", str(tmp_path / "state"))
    (tmp_path / "space").mkdir()
    with running_vendors(tmp_path / "space") as running:
        yield running


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The bytes that a fetch of BTCUSD leaves when nothing goes wrong."""
    root = tmp_path_factory.mktemp("undisturbed")
    before = os.environ.get("LEANRIG_STATE")
    os.environ["LEANRIG_STATE"] = str(root / "state")
    try:
        with running_vendors(root) as running:
            fetched(running)
            return kept(running)
    finally:
        if before is None:
            del os.environ["LEANRIG_STATE"]
        else:
            os.environ["LEANRIG_STATE"] = before


def fetched(vendors: Vendors, *symbols: Any, vendor: str = "auto", **options: Any) -> list[Fetched]:
    wanted = symbols or (BTC,)
    return fetch(vendors.folder / "data", wanted, vendors.chain(vendor), **{"now": vendors.moment} | DAYS | options)


def kept(vendors: Vendors) -> dict[str, str]:
    return fingerprint(vendors.folder / "data")


@dataclass(frozen=True)
class Passing:
    """A fault that the next attempt does not meet: the fetch succeeds, byte for byte, and nobody need know."""

    name: str
    kind: str
    options: dict[str, Any] = field(default_factory=dict)


PASSING = [
    Passing("429 with Retry-After", "status", {"status": 429, "headers": {"Retry-After": "0.2"}}),
    Passing(
        "429 with a reset",
        "status",
        {"status": 429, "headers": {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}},
    ),
    Passing("429 without a word", "status", {"status": 429, "body": ""}),
    *[Passing(str(code), "status", {"status": code}) for code in (408, 500, 502, 503, 504)],
    Passing("cut body", "cut"),
    Passing("broken gzip", "broken_gzip"),
    Passing("no answer", "hang_up"),
    Passing("slow body", "slow", {"seconds": 1.0}),
    Passing("duplicate bars", "duplicate"),
    Passing("unsorted bars", "unsorted"),
]


@pytest.mark.parametrize("case", PASSING, ids=lambda case: case.name)
def test_what_passes_leaves_the_same_bytes(case: Passing, vendors: Vendors, undisturbed: dict[str, str]) -> None:
    vendors["polygon"].fail(case.kind, path=AGGREGATES, **case.options)
    (item,) = fetched(vendors)
    assert vendors["polygon"].faults.planned == []
    assert list(item.brought.vendors) == ["polygon"]
    assert kept(vendors) == undisturbed


@dataclass(frozen=True)
class Lasting:
    """A fault that stays: the next vendor answers, and the note says why."""

    name: str
    kind: str
    says: str
    options: dict[str, Any] = field(default_factory=dict)


LASTING = [
    Lasting("429 for good", "status", "429", {"status": 429}),
    *[Lasting(f"{code} for good", "status", str(code), {"status": code}) for code in (500, 502, 503, 504)],
    Lasting("HTML instead of JSON", "html", "HTML"),
    Lasting("another schema", "wrong_schema", "polygon"),
    Lasting("pages without end", "endless_next", "page"),
    Lasting("always cut", "cut", "polygon"),
    Lasting("gzip always broken", "broken_gzip", "polygon"),
    Lasting("too slow", "slow", "polygon", {"seconds": 30.0}),
    Lasting("expired key", "status", "401", {"status": 401, "body": {"status": "ERROR", "error": "Unknown API Key"}}),
    Lasting(
        "plan not entitled", "status", "403",
        {"status": 403, "body": {"status": "NOT_AUTHORIZED", "message": "not included in your plan"}},
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", LASTING, ids=lambda case: case.name)
def test_what_stays_is_answered_by_the_next_vendor_and_told(case: Lasting, vendors: Vendors) -> None:
    vendors["polygon"].fail(case.kind, path=AGGREGATES, times=FOREVER, **case.options)
    (item,) = fetched(vendors)
    assert list(item.brought.vendors) == ["alpaca"]
    (note,) = [words for words in item.brought.notes if "answered instead" in words]
    assert "polygon" in note
    assert case.says in note
    assert len(item.bar_set.bars) == 5 * 24
    assert item.bar_set.provenance.vendor == "alpaca"


def test_the_first_vendor_takes_over_again_when_it_is_back(vendors: Vendors) -> None:
    vendors["polygon"].fail("status", status=503, path=AGGREGATES, times=FOREVER)
    fetched(vendors)
    vendors["polygon"].faults.clear()
    (item,) = fetched(vendors)
    assert item.bar_set.provenance.vendor == "polygon"
    assert "alpaca" not in json.dumps(json.loads((vendors.folder / "data/BTCUSD/metadata.json").read_text()))


def test_an_empty_page_covers_the_days_and_the_gap_is_told(vendors: Vendors) -> None:
    fetched(vendors, start=date(2024, 6, 1), end=date(2024, 6, 2))
    vendors["polygon"].fail("empty", path=AGGREGATES)
    (item,) = fetched(vendors, end=date(2024, 6, 5))
    (item,) = fetched(vendors, end=date(2024, 6, 7))
    assert item.gaps == (date(2024, 6, 3), date(2024, 6, 4), date(2024, 6, 5))


def test_an_empty_page_takes_away_no_bar_that_was_there(vendors: Vendors) -> None:
    last = {"start": date(2024, 6, 11), "end": date(2024, 6, 11)}
    (before,) = fetched(vendors, **last)
    vendors["polygon"].fail("empty", path=AGGREGATES)
    vendors.moment = NOON + timedelta(hours=1)
    (item,) = fetched(vendors, **last)
    assert item.bar_set.bars.equals(before.bar_set.bars)
    assert [note for note in item.brought.notes if "where 24 were: they are kept" in note]


def test_revised_bars_replace_the_old_ones_which_are_kept_beside(vendors: Vendors) -> None:
    last = {"start": date(2024, 6, 11), "end": date(2024, 6, 12)}
    (before,) = fetched(vendors, **last)
    vendors["polygon"].fail("revised", path=AGGREGATES)
    vendors.moment = NOON + timedelta(hours=1)
    (item,) = fetched(vendors, **last)
    assert item.brought.revised > 0
    text = (vendors.folder / "data/BTCUSD/hour/revisions.csv").read_text().splitlines()
    assert len(text) > item.brought.revised
    changed = item.bar_set.bars.loc[before.bar_set.bars.index] != before.bar_set.bars
    assert changed.any(axis=None)


def test_a_clock_that_is_wrong_lets_no_unfinished_bar_in(vendors: Vendors) -> None:
    """The vendor's clock says what is finished: here it stands at noon of a day long past, ours years later."""
    (item,) = fetched(vendors, start=date(2024, 6, 11), end=date(2024, 6, 12))
    assert item.bar_set.bars.index[-1] == NOON
    assert item.bar_set.provenance.as_of == NOON


def test_days_that_lie_ahead_of_the_vendors_clock_wait(vendors: Vendors) -> None:
    (item,) = fetched(vendors, BTC, end=date(2024, 12, 31), now=NOON + timedelta(days=900))
    assert item.bar_set.bars.index[-1] == NOON
    assert [note for note in item.brought.notes if "the vendor's clock stands at 2024-06-12 16:00 UTC" in note]


@pytest.mark.parametrize(
    ("status", "body", "kind", "cure"),
    [
        (401, {"status": "ERROR", "error": "Unknown API Key"}, KeyRefused, "key"),
        (403, {"status": "NOT_AUTHORIZED", "message": "not entitled"}, NotEntitled, "plan"),
    ],
)
def test_alone_a_refusal_stops_with_its_cure_and_keeps_what_was_there(
    status: int, body: Any, kind: type[VendorFailed], cure: str, vendors: Vendors
) -> None:
    fetched(vendors, vendor="polygon", end=date(2024, 6, 4))
    before = kept(vendors)
    vendors["polygon"].fail("status", status=status, body=body, times=FOREVER, path=AGGREGATES)
    with pytest.raises(VendorFailed) as caught:
        fetched(vendors, vendor="polygon")
    assert cure in str(caught.value)
    assert caught.value.exit_code == 4
    assert kept(vendors) == before


def test_when_nobody_answers_copies_of_a_day_do_and_say_so(vendors: Vendors) -> None:
    fetched(vendors)
    for path in (vendors.folder / "data").rglob("*"):
        if path.name == "metadata.json" and path.parent.name == "BTCUSD":
            path.unlink()
    for name in ("polygon", "alpaca", "coinbase"):
        vendors[name].fail("status", status=503, times=FOREVER)
        vendors[name].fail("status", status=503, times=FOREVER, path="/")
    with pytest.raises(VendorFailed, match="nobody answered"):
        fetched(vendors)  # it cannot even be asked whether the symbol exists


def test_when_nobody_answers_for_new_days_the_error_names_each_and_what_to_do(vendors: Vendors) -> None:
    fetched(vendors, end=date(2024, 6, 4))
    before = kept(vendors)
    for name in ("polygon", "alpaca", "coinbase"):
        vendors[name].fail("status", status=503, times=FOREVER)
    with pytest.raises(VendorFailed) as caught:
        fetched(vendors)
    assert all(name in caught.value.where for name in ("polygon", "alpaca", "coinbase"))
    assert "what was fetched before is kept" in caught.value.cure
    assert kept(vendors) == before


def test_an_unknown_symbol_is_skipped_with_a_warning_and_the_others_come(vendors: Vendors) -> None:
    warned: list[str] = []
    items = fetched(vendors, BTC, parse_symbol("NOPE"), AAPL, warn=warned.append)
    assert [str(item.bar_set.symbol) for item in items] == ["BTCUSD", "AAPL"]
    assert warned == ["no vendor knows NOPE: skipped"]
    assert not (vendors.folder / "data" / "NOPE").exists()


def test_made_up_bars_are_never_taken_for_real_ones(vendors: Vendors) -> None:
    fetched(vendors)
    before = kept(vendors)
    vendors.environment = {"POLYGON_API_KEY": "canary-real", "LEANRIG_POLYGON_URL": "https://vendor.invalid"}
    with pytest.raises(BadInput, match="are made up") as caught:
        fetched(vendors)
    assert "delete the folder data/BTCUSD" in caught.value.cure
    assert kept(vendors) == before


def test_an_unknown_symbol_alone_is_an_error(vendors: Vendors) -> None:
    with pytest.raises(UnknownSymbol, match="no vendor knows NOPE"):
        fetched(vendors, parse_symbol("NOPE"))


UNREACHABLE: list[tuple[str, str, dict[str, str], str]] = [
    ("DNS failure", "https://vendor.invalid", {}, "name"),
    ("proxy refusal", "https://vendor.invalid", {"HTTPS_PROXY": "http://127.0.0.1:9"}, "proxy"),
    ("nobody listens", "http://127.0.0.1:9", {}, "polygon"),
]


@pytest.mark.parametrize(("name", "url", "environment", "says"), UNREACHABLE, ids=[case[0] for case in UNREACHABLE])
def test_a_vendor_that_cannot_be_reached_is_passed_over(
    name: str, url: str, environment: dict[str, str], says: str, vendors: Vendors, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    vendors.environment["LEANRIG_POLYGON_URL"] = url
    (item,) = fetched(vendors)
    assert list(item.brought.vendors) == ["alpaca"]
    assert any(says in note for note in item.brought.notes)


def command(vendors: Vendors, *arguments: str, **options: Any) -> "subprocess.Popen[str]":
    """Start `leanrig fetch` in a process of its own."""
    (vendors.folder / "leanrig.yaml").write_text(QUICK)
    (vendors.folder / "leanrig.yaml").chmod(0o600)
    (vendors.folder / "lean.json").write_text('{"data-folder": "data"}')
    span = ("--from", "2024-06-03", "--to", "2024-06-07", "--resolution", "hour")
    return subprocess.Popen(
        [sys.executable, "-m", "leanrig", "fetch", *(arguments or ("BTCUSD",)), *span],
        cwd=vendors.folder, env=os.environ | vendors.environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )  # fmt: skip


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))


def test_a_full_disk_is_said_and_leaves_what_was_there(vendors: Vendors) -> None:
    fetched(vendors, end=date(2024, 6, 4))
    before = kept(vendors)
    process = command(vendors, preexec_fn=small_files)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 3, err
    assert "the system refused" in err
    assert "what to do" in err
    assert kept(vendors) == before


def test_a_cache_that_cannot_be_written_costs_a_warning_and_no_bar(
    vendors: Vendors, undisturbed: dict[str, str]
) -> None:
    state = Path(os.environ["LEANRIG_STATE"])
    (state / "http" / "cache.sqlite").mkdir(parents=True)
    fetched(vendors)
    assert kept(vendors) == undisturbed


def test_two_processes_that_fetch_the_same_leave_the_same(vendors: Vendors, undisturbed: dict[str, str]) -> None:
    both = [command(vendors) for _ in range(2)]
    ends = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], ends
    assert kept(vendors) == undisturbed


@pytest.mark.slow
def test_killed_at_any_moment_and_resumed_it_leaves_the_same_bytes(
    vendors: Vendors, undisturbed: dict[str, str]
) -> None:
    """Each piece of the fetch is delayed a little, so that kills fall between and inside all of its writes."""
    import random
    import time

    draw = random.Random(4)
    began = time.monotonic()
    assert command(vendors).wait(timeout=60) == 0
    length = time.monotonic() - began
    for _ in range(_ROUNDS):
        for path in sorted((vendors.folder / "data").rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        for _ in range(2):
            process = command(vendors)
            time.sleep(draw.uniform(0.4, 1.0) * length)
            process.kill()
            process.wait()
            ParquetStore(vendors.folder / "data").symbols()
            assert all(json.loads(path.read_text()) for path in (vendors.folder / "data").glob("*/metadata.json"))
        assert command(vendors).wait(timeout=60) == 0
        assert kept(vendors) == undisturbed


def test_errors_of_the_table_are_ours(vendors: Vendors) -> None:
    """Whatever happened above, a user sees three lines and never a trace of a library."""
    vendors["polygon"].fail("wrong_schema", path=AGGREGATES, times=FOREVER)
    with pytest.raises(LeanrigError) as caught:
        fetched(vendors, vendor="polygon")
    assert caught.value.what
    assert caught.value.cure
