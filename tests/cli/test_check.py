"""`leanrig check`: what it says, its exit codes, and a picture that shows what was found."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cli.commands import Command

from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.simulator import SimulatedProvider
from leanrig.store.parquet_store import ParquetStore

COIN = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
DAYS = ("--from", "2024-03-01", "--to", "2024-03-10")
SAMPLE = ("--from", "2000-03-01", "--to", "2013-03-01")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with nothing in it, and the user in that folder."""
    (tmp_path / "lean.json").write_text('{"data-folder": "data"}')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def coin(seed: int = 7) -> BarSet:
    return SimulatedProvider(seed=seed).bars(COIN, Resolution.HOUR, date(2024, 3, 1), date(2024, 3, 10))


def keep(place: Path, bar_set: BarSet, bars: pd.DataFrame | None = None) -> None:
    kept = BarSet(bar_set.symbol, bar_set.resolution, bar_set.bars if bars is None else bars, bar_set.provenance)
    ParquetStore(place / "data").append(kept)


def holed(bar_set: BarSet) -> pd.DataFrame:
    """A third of the bars gone, and one spike."""
    bars = bar_set.bars.copy()
    bars.iloc[200, [1, 3]] *= 1.6
    return bars.drop(bars.index[50:130])


def test_good_bars_end_with_0(place: Path, leanrig: Command) -> None:
    keep(place, coin())
    ended = leanrig("check", "btcusd", *DAYS)
    assert ended.code == 0
    assert ended.out == (
        "check  BTCUSD hour 2024-03-01 … 2024-03-11  240 bars, 100.00% of 240 due  simulated\n  verdict: good\n"
    )


def test_bad_bars_end_with_1_and_say_why(place: Path, leanrig: Command) -> None:
    keep(place, coin(), holed(coin()))
    ended = leanrig("check", "BTCUSD", *DAYS)
    assert ended.code == 1
    assert "160 bars, 66.67% of 240 due" in ended.out
    assert "missing_sessions    2 sessions without a bar (20.00% of 10), the first 2024-03-04" in ended.out
    assert "look  missing_bars        32 bars missing within 2 sessions (16.67% of those due)" in ended.out
    assert "spike               1 bar with a close that the next bar takes back, the largest by 60" in ended.out
    assert ended.out.endswith("verdict: bad\n")


def test_the_object_has_every_figure_and_the_moments(place: Path, leanrig: Command) -> None:
    keep(place, coin(), holed(coin()))
    ended = leanrig("check", "BTCUSD", *DAYS, "--json")
    read = json.loads(ended.out)
    (checked,) = read["checked"]
    assert (ended.code, read["good"], checked["verdict"], checked["missing"]) == (1, False, "bad", 80)
    by_fault = {finding["fault"]: finding for finding in checked["findings"]}
    assert by_fault["spike"]["moments"] == [coin().bars.index[200].isoformat()]
    assert checked["label"] == "simulated"


@pytest.mark.parametrize("resolution", [(), ("--resolution", "minute")])
def test_nothing_stored_ends_with_3_and_the_command_that_helps(
    place: Path, leanrig: Command, resolution: tuple[str, ...]
) -> None:
    ended = leanrig("check", "BTCUSD", *resolution)
    assert (ended.code, "leanrig fetch BTCUSD" in ended.err) == (3, True)
    keep(place, coin())
    assert "did you mean BTCUSD?" in leanrig("check", "BTCUDS").err
    ended = leanrig("check", "BTCUSD", "--resolution", "daily")
    assert (ended.code, "leanrig fetch BTCUSD --resolution daily" in ended.err) == (3, True)
    ended = leanrig("check", "BTCUSD", "--from", "2025-01-01", "--to", "2025-01-31")
    assert ended.code == 3
    assert "leanrig fetch BTCUSD --resolution hour --from 2025-01-01 --to 2025-01-31" in ended.err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--from", "soon"), "'soon' is no day"),
        (("--from", "2024-03-10", "--to", "2024-03-01"), "ends (2024-03-01) before it starts"),
        (("--against", "nobody"), "no vendor and no parquet file"),
        (("--against", "auto"), "no vendor and no parquet file"),
        (("--plot", "picture.gif"), "cannot be written as 'gif'"),
        (("--resolution", "tick"), "Invalid value"),
    ],
)
def test_bad_options_end_with_2(place: Path, leanrig: Command, options: tuple[str, ...], says: str) -> None:
    keep(place, coin())
    ended = leanrig("check", "BTCUSD", *options)
    assert (ended.code, says in ended.err) == (2, True)
    assert sorted(path.name for path in place.iterdir()) == ["data", "lean.json"]


def test_the_sample_is_looked_at_with_its_real_flash_crash(workspace: Path, leanrig: Command) -> None:
    ended = leanrig("check", "AAPL", *SAMPLE)
    assert (ended.code, "verdict: look" in ended.out) == (0, True)
    assert "the largest by 23.6% at 2010-05-06 20:00 UTC" in ended.out
    assert "stale_tail" in leanrig("check", "AAPL").out


def test_against_the_vendor_itself_and_another(place: Path, leanrig: Command) -> None:
    keep(place, coin())
    same = leanrig("check", "BTCUSD", *DAYS, "--against", "simulator")
    assert same.code == 0
    assert "against simulator: 240 bars in common, 0 revised  simulated" in same.out
    other = place / "other.parquet"
    coin(seed=8).bars.to_parquet(other)
    differs = leanrig("check", "BTCUSD", *DAYS, "--against", "other.parquet")
    assert differs.code == 1
    assert "median close differs by" in differs.out
    assert differs.out.endswith("verdict: bad: the two sources disagree\n")
    read = json.loads(leanrig("check", "BTCUSD", *DAYS, "--against", "other.parquet", "--json").out)
    assert (read["checked"][0]["verdict"], read["checked"][0]["against"]["verdict"]) == ("good", "bad")


def test_a_file_of_the_users_own_is_read_or_refused(place: Path, leanrig: Command) -> None:
    keep(place, coin())
    bars = coin().bars
    (place / "text.parquet").write_text("no parquet")
    bars.drop(columns="low").to_parquet(place / "no_low.parquet")
    bars.tz_localize(None).to_parquet(place / "no_zone.parquet")
    bars.tz_convert("Asia/Tokyo").reset_index().to_parquet(place / "tokyo.parquet")
    codes = {}
    for name in ("text", "no_low", "no_zone", "absent", "tokyo"):
        codes[name] = leanrig("check", "BTCUSD", *DAYS, "--against", f"{name}.parquet").code
    assert codes == {"text": 2, "no_low": 2, "no_zone": 2, "absent": 3, "tokyo": 0}


def test_the_picture_is_dark_on_white_and_shows_the_hole(place: Path, leanrig: Command) -> None:
    from matplotlib.image import imread

    keep(place, coin(), holed(coin()))
    assert leanrig("check", "BTCUSD", *DAYS, "--plot", "bars.png").code == 1
    keep_good = place / "good.png"
    pixels = imread(place / "bars.png")[:, :, :3]
    assert pixels.shape == (975, 1650, 3)
    assert (pixels > 0.99).all(axis=2).mean() > 0.6  # white paper
    assert 0.003 < (pixels.max(axis=2) < 0.3).mean() < 0.1  # dark lines and letters
    assert np.ptp(pixels, axis=2).max() < 0.05  # no colour at all: a grey print loses nothing
    # A third of the days is shaded: grey that the good bars' picture has far less of.
    (place / "data").rename(place / "old")
    keep(place, coin())
    assert leanrig("check", "BTCUSD", *DAYS, "--plot", "good.png").code == 0
    shade = [(np.abs(image[:, :, 0] - 0.85) < 0.01).mean() for image in (pixels, imread(keep_good)[:, :, :3])]
    assert shade[0] > 0.08 > 5 * shade[1]


def test_the_same_bars_give_the_same_picture_in_every_form(place: Path, leanrig: Command) -> None:
    keep(place, coin(), holed(coin()))
    for form, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        paths = [place / f"{name}.{form}" for name in ("one", "two")]
        for path in paths:
            leanrig("check", "BTCUSD", *DAYS, "--plot", str(path))
        assert paths[0].read_bytes().startswith(start)
        assert paths[0].read_bytes() == paths[1].read_bytes()


def test_one_picture_shows_one_resolution(place: Path, leanrig: Command) -> None:
    keep(place, coin())
    keep(place, SimulatedProvider().bars(COIN, Resolution.DAILY, date(2024, 3, 1), date(2024, 3, 10)))
    ended = leanrig("check", "BTCUSD", *DAYS, "--plot", "both.png")
    assert (ended.code, "add --resolution" in ended.err) == (2, True)
    assert leanrig("check", "BTCUSD", *DAYS).out.count("verdict: good") == 2
    assert leanrig("check", "BTCUSD", *DAYS, "--resolution", "daily", "--plot", "one.png").code == 0


def test_without_matplotlib_it_says_how_to_get_it(place: Path) -> None:
    keep(place, coin())
    program = "import sys; sys.modules['matplotlib'] = None; from leanrig.cli.main import main; main(sys.argv[1:])"
    arguments = [sys.executable, "-c", program, "check", "BTCUSD", *DAYS, "--plot", "a.png"]
    done = subprocess.run(arguments, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert 'pip install "leanrig[plot]"' in done.stderr
