"""What was spent, what is left, and that two processes together cannot spend more than that."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from providers.openai.made import NOW, question_of, writer_of

from leanrig.providers.openai.ledger import Ledger, LedgerBroken, SpendingLimit
from leanrig.providers.openai.prices import CAUTIOUS, PRICES, cost_of, price_of, worst_cost
from leanrig.settings import ModelPrice
from leanrig.standins.server import Standin

RACER = """
import sys, time
from pathlib import Path
from leanrig.providers.openai.ledger import Ledger, SpendingLimit
ledger = Ledger(Path(sys.argv[1]), limit_usd=1.00)
got = 0
print("ready", flush=True)
sys.stdin.readline()
for _ in range(60):
    time.sleep(0.004)
    try:
        number = ledger.reserve(writer="OpenAI", role="fast", model="m", worst=0.03)
    except SpendingLimit:
        continue
    got += 1
    if got % 2:
        ledger.settle(number, sent=1, received=1, counted=0.02, cost=0.02)
print(got)
"""


def reserved(ledger: Ledger, worst: float) -> int:
    return ledger.reserve(writer="OpenAI", role="deep", model="gpt-6.2-sol", worst=worst)


def test_the_limit_in_words(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, limit_usd=1.00, now=lambda: NOW)
    number = reserved(ledger, 0.60)
    ledger.settle(number, sent=100_000, received=50_000, counted=0.55, cost=0.55)
    with pytest.raises(SpendingLimit) as caught:
        reserved(ledger, 0.46)
    assert "0.55 of 1.00 USD are spent" in caught.value.what
    assert "may cost 0.46" in caught.value.what
    assert "00:00 UTC, in 3 h" in caught.value.cure
    assert "openai.daily_limit_usd" in caught.value.cure
    reserved(ledger, 0.45)
    assert ledger.today().dollars == 1.00


def test_a_new_day_begins_at_midnight_utc(tmp_path: Path) -> None:
    moments = [NOW]
    ledger = Ledger(tmp_path, limit_usd=1.00, now=lambda: moments[0])
    ledger.settle(reserved(ledger, 0.9), sent=10, received=5, counted=0.9, cost=0.9)
    moments[0] = datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC)
    with pytest.raises(SpendingLimit):
        reserved(ledger, 0.2)
    moments[0] = datetime(2026, 11, 26, tzinfo=UTC)
    reserved(ledger, 0.2)
    assert (ledger.today().dollars, ledger.today().unsettled) == (0.2, 1)
    assert ledger.month().dollars == pytest.approx(1.1)
    assert (ledger.month().sent, ledger.month().received, ledger.month().calls) == (10, 5, 2)
    moments[0] = datetime(2026, 12, 1, tzinfo=UTC)
    assert ledger.month().calls == 0


def test_sums_are_exact(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, limit_usd=1.00, now=lambda: NOW)
    for _ in range(10):
        reserved(ledger, 0.1)  # as floats, ten of them are less than one
    with pytest.raises(SpendingLimit):
        reserved(ledger, 1e-9)
    assert ledger.today().dollars == 1.0


def test_a_limit_of_zero_forbids_what_costs(server: Standin, tmp_path: Path) -> None:
    writer = writer_of(server, Ledger(tmp_path, limit_usd=0), tmp_path)
    with pytest.raises(SpendingLimit):
        writer.answer(question_of())
    assert server.requests == 0


def test_two_processes_cannot_overspend_together(tmp_path: Path) -> None:
    racers = [
        subprocess.Popen([sys.executable, "-c", RACER, str(tmp_path)], stdin=-1, stdout=-1, text=True) for _ in range(2)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    told = [int(racer.communicate(timeout=60)[0]) for racer in racers]
    lines = Ledger(tmp_path, limit_usd=1.00).lines(datetime(2020, 1, 1, tzinfo=UTC))
    assert len(lines) == sum(told)
    assert all(told)
    spent = round(sum(line.counted for line in lines), 9)
    # What is left at the end is less than the next call might cost.
    assert 0.97 < spent <= 1.00


def test_a_ledger_that_is_damaged_stops_paid_calls(server: Standin, tmp_path: Path) -> None:
    (tmp_path / "openai").mkdir()
    (tmp_path / "openai" / "ledger.sqlite").write_bytes(b"no database" * 200)
    with pytest.raises(LedgerBroken) as caught:
        writer_of(server, Ledger(tmp_path, limit_usd=1), tmp_path).answer(question_of())
    assert "no paid call" in caught.value.what
    assert server.requests == 0


def test_reading_makes_no_file(tmp_path: Path) -> None:
    assert Ledger(tmp_path, limit_usd=1).today().calls == 0
    assert list(tmp_path.iterdir()) == []


def test_lines_tell_everything(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, limit_usd=1, now=lambda: NOW)
    ledger.settle(reserved(ledger, 0.5), sent=1_000, received=200, counted=0.004, cost=0.004)
    ledger.release(reserved(ledger, 0.5))
    reserved(ledger, 0.25)
    ledger.note(writer="local server", role="fast", model="qwen3:8b", sent=7, received=3)
    rows = [(line.writer, line.counted, line.cost, line.is_open) for line in ledger.lines(NOW - timedelta(days=1))]
    assert rows == [
        ("OpenAI", 0.004, 0.004, False), ("OpenAI", 0.0, 0.0, False), ("OpenAI", 0.25, None, True),
        ("local server", 0.0, 0.0, False),
    ]  # fmt: skip
    assert ledger.path.stat().st_mode & 0o077 == 0


def test_prices_by_hand() -> None:
    sol = PRICES["gpt-6.2-sol"]
    assert cost_of(sol, sent=10_000, received=1_000) == pytest.approx(0.02 + 0.01)
    # Written to the vendor's cache: a quarter dearer.
    assert cost_of(sol, sent=10_000, received=0, written=8_000) == pytest.approx(0.02 + 0.004)
    # Above 272,000 tokens: twice the input, half as much again for the output.
    assert cost_of(sol, sent=272_000, received=1_000) == pytest.approx(0.544 + 0.01)
    assert cost_of(sol, sent=300_000, received=1_000) == pytest.approx(1.2 + 0.015)
    assert worst_cost(sol, prompt_bytes=40_000, most_tokens=16_000) == pytest.approx(0.1 + 0.16)


def test_whose_price_it_is() -> None:
    assert price_of("gpt-6.2-sol-2026-11-17", {}) == PRICES["gpt-6.2-sol"]
    assert price_of("gpt-6.2-sol", {"gpt-6.2-sol": ModelPrice(input=1, output=2)}) == ModelPrice(input=1, output=2)
    assert price_of("gpt-6.2-sol-mini", {}) is None
    assert all(price.input <= CAUTIOUS.input and price.output <= CAUTIOUS.output for price in PRICES.values())
