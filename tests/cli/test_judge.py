"""`leanrig judge`: exit codes, what is printed, where it is written."""

import json
from pathlib import Path

from cli.commands import Command


def test_a_verdict_that_does_not_speak_for_it_ends_with_one(leanrig: Command, workspace: Path) -> None:
    ended = leanrig("judge", "aapl_regime", "--markdown", "--pdf", "--html")
    assert ended.code == 1
    assert "Not distinguishable from buy and hold: deflated Sharpe" in ended.out
    folders = list((workspace / "artifacts" / "AAPL").glob("*/*"))
    assert len(folders) == 1
    assert {path.name for path in folders[0].iterdir()} == {
        "facts.json", "judge.html", "judge.json", "judge.md", "judge.pdf",
    }  # fmt: skip
    assert (folders[0] / "judge.html").stat().st_size < 2_000_000


def test_json_is_one_object_with_all_figures(leanrig: Command, workspace: Path) -> None:
    ended = leanrig("judge", "aapl_regime", "--json", "--output", "here")
    found = json.loads(ended.out)
    assert ended.code == 1
    assert found["trials"] == 1
    one = found["symbols"][0]
    assert one["verdict"]["grade"] == "unproven"
    assert {"horizons", "decay", "costs", "capacity", "regimes", "calibration", "luck"} <= set(one["judged"])
    assert found["files"]["html"] == str(Path("here") / "judge.html")
    assert (workspace / "here" / "judge.html").is_file()


def test_missing_signal_files_are_made_and_nothing_is_fetched(leanrig: Command, workspace: Path) -> None:
    csv = workspace / "storage" / "signals" / "aapl_regime" / "aapl.csv"
    before = csv.read_bytes()
    csv.unlink()
    assert leanrig("judge", "aapl_regime").code == 1
    assert csv.read_bytes() == before


def test_a_signal_file_that_was_cut_off_makes_a_page_that_says_so(leanrig: Command, workspace: Path) -> None:
    csv = workspace / "storage" / "signals" / "aapl_regime" / "aapl.csv"
    csv.write_bytes(csv.read_bytes()[:-20_000])
    ended = leanrig("judge", "aapl_regime")
    assert ended.code == 1
    assert "No verdict" in ended.out


def test_what_is_meant_wrongly_is_refused(leanrig: Command, workspace: Path) -> None:
    for arguments in (("aapl_regime", "--symbol", "TSLA"), ("aapl_regime", "--cost", "-1")):
        assert leanrig("judge", *arguments).code == 2
    unknown = leanrig("judge", "aapl_regime", "--detector", "volatilty")
    assert unknown.code == 2
    assert "did you mean 'volatility'" in unknown.err
    assert leanrig("judge", "nobody").code == 3
    assert not (workspace / "artifacts").exists()


def test_the_premium_of_another_detector(leanrig: Command, workspace: Path) -> None:
    ended = leanrig("judge", "aapl_regime", "--detector", "volatility")
    assert ended.code == 0
    assert "Seeing the future would add" in ended.out
    pages = list((workspace / "artifacts" / "AAPL").glob("*/*/leak-premium.html"))
    assert len(pages) == 1
    assert "cannot be traded" in pages[0].read_text()
    assert not (workspace / "artifacts" / "trials").exists()
