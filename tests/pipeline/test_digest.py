"""leanrig digest from end to end: a week, a day, changes of regimes and runs side by side, from real files."""

import email
import json
from datetime import UTC, date, datetime
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner
from report.run_folders import run_folder

from leanrig.cli.main import cli
from leanrig.errors import BadInput, Missing
from leanrig.pipeline.digest import Writing, compare_sheet, day_sheet
from leanrig.pipeline.digest_regimes import regimes_sheet
from leanrig.pipeline.digest_week import week_sheet
from leanrig.pipeline.report import make_report
from leanrig.providers.http.place import state_folder
from leanrig.providers.openai.connect import ledger_of
from leanrig.settings import Settings, load_settings
from leanrig.workspace import Workspace, find_workspace

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEANRIG_STATE", str(tmp_path / "state"))
    return run_folder(tmp_path)


@pytest.fixture
def space(run: Path) -> Workspace:
    return find_workspace(run)


def writing(space: Workspace, *, command: str = "leanrig digest") -> Writing:
    return Writing(space, NOW, command, forms=("html", "markdown", "mail"))


def settings_of(space: Workspace) -> Settings:
    return load_settings(space.root, {})


def signals(space: Workspace, recipe: str, name: str, rows: str) -> Path:
    path = space.storage / "signals" / recipe / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("timestamp,symbol,regime,confidence,signal_strength\n" + rows)
    return path


def test_a_week_with_a_run_a_change_and_a_call(space: Workspace, run: Path) -> None:
    make_report(run, now=NOW)
    signals(
        space, "mine", "aapl.csv", "2026-11-20 21:00:00,AAPL,calm,0.9,0.5\n2026-11-23 21:00:00,AAPL,volatile,0.8,0.1\n"
    )
    ledger = ledger_of(settings_of(space), state=state_folder(), now=lambda: NOW)
    number = ledger.reserve(writer="OpenAI", role="fast", model="gpt-6-luna", worst=0.5)
    ledger.settle(number, sent=1000, received=100, counted=0.002, cost=0.002)
    made = week_sheet(TODAY, settings_of(space), writing(space))
    text = made.files["markdown"].read_text()
    assert "There was 1 run from 2026-11-19 to 2026-11-25 and 1 change of regime" in text
    assert "| 2026-11-23 | AAPL | calm | volatile | 0.80 | mine |" in text
    assert "| OpenAI gpt-6-luna | 1 | 1,000 | 100 | 0.0020 |" in text
    sharpe = json.loads((run / "facts.json").read_text())["facts"]["figure.sharpe"]["text"]
    assert f"Sharpe ratio of {sharpe}" in text
    assert "| AAPL | daily |" in text
    assert made.files["html"].parent == space.artifacts / "digests" / "2026-11-25" / "120000"


def test_a_week_long_ago_is_quiet_and_a_broken_file_is_said(space: Workspace) -> None:
    signals(space, "mine", "aapl.csv", "nonsense\n")
    made = week_sheet(date(2001, 1, 7), settings_of(space), writing(space))
    text = made.files["markdown"].read_text()
    assert "a quiet week from 2001-01-01 to 2001-01-07" in text
    assert "storage/signals/mine/aapl.csv, line 2" in text


def test_a_workspace_with_nothing_has_a_week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANRIG_STATE", str(tmp_path / "state"))
    (tmp_path / "lean.json").write_text('{"data-folder": "data"}')
    space = find_workspace(tmp_path)
    text = week_sheet(TODAY, settings_of(space), writing(space)).files["markdown"].read_text()
    for sentence in ("There was no run.", "No bars are stored.", "No language model was called."):
        assert sentence in text
    assert not (tmp_path / "state" / "openai").exists()  # looking at the ledger does not make one


def test_regimes_of_all_recipes_that_share_a_file_are_told_once(space: Workspace) -> None:
    rows = "2010-01-04 21:00:00,AAPL,calm,0.9,0.5\n2010-01-05 21:00:00,AAPL,volatile,0.8,0.1\n"
    for recipe in ("one", "two"):
        signals(space, recipe, "aapl.csv", rows)
    made = regimes_sheet("", writing(space))
    table = made.sheet.facts.tables["changes"]
    assert [row[0][1] for row in table.rows] == ["AAPL"]
    assert "2010-01-05" in made.headline
    assert made.sheet.label.text.startswith("sample")


def test_regimes_without_a_signal_file(space: Workspace) -> None:
    with pytest.raises(Missing, match="no signal files of mine"):
        regimes_sheet("mine", writing(space))


def test_a_day_of_a_run(space: Workspace, run: Path) -> None:
    made = day_sheet(run, date(2010, 1, 5), writing(space))
    assert "2010-01-05" in made.sheet.title.text
    facts = json.loads((made.files["html"].parent / "day-facts.json").read_text())
    assert facts["cited"]["day.date"]["value"] == "2010-01-05"


def test_a_run_that_failed_has_a_day_and_one_without_a_file_wants_a_date(space: Workspace) -> None:
    folder = space.artifacts / "AAPL" / "2026-11-25" / "110000"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{}")
    with pytest.raises(BadInput, match="tells of any day"):
        day_sheet(folder, None, writing(space))
    made = day_sheet(folder, date(2010, 1, 5), writing(space))
    assert "The run left no result file." in made.files["markdown"].read_text()


def test_runs_side_by_side(space: Workspace, run: Path) -> None:
    made = compare_sheet((run, run, run), writing(space))
    text = made.files["markdown"].read_text()
    assert "| Figure | Run A | Run B | Run C |" in text
    assert "Run C's Sharpe ratio" in text
    with pytest.raises(BadInput):
        compare_sheet((run,), writing(space))


def test_the_commands_write_where_they_are_told_and_say_what_stands(
    space: Workspace, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(space.root)
    monkeypatch.setenv("LEANRIG_LOCAL_MODEL_URL", "off")
    out = tmp_path / "out"
    for words in (["day", str(run), "--date", "2010-01-05"], ["compare", str(run), str(run)], ["week"], []):
        ended = CliRunner().invoke(cli, ["digest", *words, *(["--output", str(out)] if words else [])])
        assert ended.exit_code == 0, ended.output
    assert {path.name for path in out.glob("*.html")} == {"day.html", "compare.html", "week.html"}
    assert "leanrig digest day artifacts/AAPL/2026-11-25/101500 --date 2010-01-05" in (out / "day.html").read_text()
    ended = CliRunner().invoke(cli, ["digest", "week", "--json"])
    said = json.loads(ended.stdout)
    assert said["text"]["summary"] and "html" in said["files"]


def test_what_others_named_stays_text(space: Workspace, run: Path) -> None:
    record = json.loads((run / "run.json").read_text())
    evil = "<script>alert(1)</script> {account.sharpe} | 99 %\n# head"
    (run / "run.json").write_text(json.dumps(record | {"recipe": evil, "project": evil}))
    make_report(run, now=NOW)
    for made in (
        week_sheet(TODAY, settings_of(space), writing(space)),
        day_sheet(run, date(2010, 1, 5), writing(space)),
        compare_sheet((run, run), writing(space)),
    ):
        assert "<script" not in made.files["html"].read_text()
        assert "\n# head" not in made.files["markdown"].read_text()
        _, html = email.message_from_bytes(made.files["mail"].read_bytes(), policy=default).iter_parts()
        assert "<script" not in html.get_content()
