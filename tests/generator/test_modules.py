"""Rows as modules: none is lost that could be handed out, none breaks out of its text, no module is too large."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from played import recipe_text, rendered, workspace_file

from generator.modules import row_modules
from generator.recipe import parse_recipe
from leanrig.errors import BadInput, LeanrigError, Missing
from leanrig.pipeline.check_project import check_project
from signals.contract import Regime, Row, written
from signals.feed import SignalFeed
from signals.texts import TextStore

TEXT = recipe_text("btc_regime", variant='"module"', symbols='["BTCUSD", "ETHUSD"]')
START = datetime(2023, 2, 15)
KEYS = {ticker: f"signals/btc_regime/{ticker.lower()}.csv" for ticker in ("BTCUSD", "ETHUSD")}
LIMIT = 4_000
SHOW = "import json; from signals.rows import TEXTS; print(json.dumps(TEXTS))"


def hours(ticker: str, *, before: int = 3, after: int = 400) -> list[Row]:
    regimes = list(Regime)
    return [
        Row(START + timedelta(hours=hour), ticker, regimes[hour % 4], 0.5 + hour % 7 / 20, hour % 11 / 11)
        for hour in range(-before, after)
    ]


def laid(**texts: str) -> dict[str, str]:
    found = {f"storage/{key}": written(hours(ticker)) for ticker, key in KEYS.items()}
    return found | {f"storage/{KEYS[ticker]}": text for ticker, text in texts.items()}


def modules(limit: int = LIMIT, **texts: str) -> dict[str, str]:
    return row_modules(parse_recipe(TEXT), laid(**texts).get, largest=limit)


def imported(files: dict[str, str], folder: Path) -> TextStore:
    """Return what the modules hold, as another Python finds it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    environment = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", SHOW], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return TextStore({key: tuple(parts) for key, parts in json.loads(done.stdout).items()})


@pytest.mark.parametrize("limit", [LIMIT, 32_000])
def test_every_row_that_could_be_handed_out_is_there(limit: int, tmp_path: Path) -> None:
    store = imported(modules(limit), tmp_path)
    for ticker, key in KEYS.items():
        assert store.read(key) == written(hours(ticker, before=1)), "and of those before the start only the last"


@pytest.mark.parametrize("limit", [LIMIT, 32_000])
def test_no_module_is_larger_than_the_tier_takes(limit: int) -> None:
    files = modules(limit)
    assert max(map(len, files.values())) <= limit
    assert len(files) - 1 == {LIMIT: 12, 32_000: 2}[limit]


def test_both_feeds_say_the_same_from_the_start_on(tmp_path: Path) -> None:
    store = imported(modules(), tmp_path)
    for ticker, key in KEYS.items():
        whole = TextStore({key: (laid()[f"storage/{key}"],)})
        feeds = [SignalFeed(held, key, ticker, has_sessions=False) for held in (whole, store)]
        for hour in range(0, 420, 3):
            now = START.replace(tzinfo=UTC) + timedelta(hours=hour)
            first, second = (feed.due(now, strictly_after=True) for feed in feeds)
            assert first == second
            assert first is not None or hour > 399


def test_a_file_made_by_hand_keeps_its_own_digits(tmp_path: Path) -> None:
    by_hand = "\ufefftimestamp,symbol,regime,confidence,signal_strength\r\n\r\n"
    by_hand += "2023-02-16 00:00:00,BTCUSD,calm,0.123456789,1\r\n"
    store = imported(modules(BTCUSD=by_hand), tmp_path)
    assert store.read(KEYS["BTCUSD"]).splitlines()[1:] == ["2023-02-16 00:00:00,BTCUSD,calm,0.123456789,1"]


@pytest.mark.parametrize(
    "line",
    [
        '2023-02-16 00:00:00,BTCUSD,calm,0.5,""" + open("x").read() + """',
        '2023-02-16 00:00:00,BTCUSD,calm,"""0.5,0.1',
        "2023-02-16 00:00:00,BTCUSD,calm\\,0.5,0.1",
        "2023-02-16 00:00:00,ETHUSD,calm,0.5,0.1",
    ],
)
def test_what_is_no_row_enters_no_module(line: str) -> None:
    with pytest.raises(BadInput, match="line 2") as caught:
        modules(BTCUSD=f"timestamp,symbol,regime,confidence,signal_strength\n{line}\n")
    assert caught.value.cure == "leanrig signals btc_regime"


def test_without_rows_nothing_is_rendered() -> None:
    with pytest.raises(Missing, match="no signal rows") as caught:
        rendered(TEXT)
    assert isinstance(caught.value, LeanrigError)
    assert caught.value.cure == "leanrig signals btc_regime"


def test_the_project_passes_the_checks_and_asks_no_store(tmp_path: Path) -> None:
    files = rendered(TEXT, laid())[1]
    assert "object_store" not in files["main.py"]
    assert "signals/refresh.py" not in files
    assert not [name for name in files if name.startswith("main") and name != "main.py"]
    for name, text in files.items():
        (tmp_path / "p" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "p" / name).write_text(text)
        assert workspace_file(name) in (None, text) or name in ("main.py", "config.json", "recipe.toml")
    assert check_project(tmp_path / "p", cache=tmp_path / "cache") == ("ruff", "mypy", "the API lists")
