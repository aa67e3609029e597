"""`make_report` and `leanrig report`: from a folder to the files beside it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from backtest.recorded import as_lean_folder
from report.run_folders import NOW, TEMPLATES, run_folder
from shared_reference import shared

from leanrig.errors import BadInput, Missing
from leanrig.pipeline.report import make_report, newest_run


def test_page_facts_and_pdf_lie_beside_the_results(tmp_path: Path) -> None:
    made = make_report(run_folder(tmp_path), now=NOW, forms=("pdf", "markdown", "mail"))
    assert made.page.name == "report.html"
    pdf, markdown, mail = made.files
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "What would change my mind" in markdown.read_text()
    assert mail.read_bytes().startswith(b"Subject: ")
    assert not made.is_good
    assert made.verdict.startswith("2 of 8 orders were refused.")
    assert any("Few trades: 4" in look for look in made.looks)
    assert "two orders" in made.reasons[0]
    facts = json.loads(made.facts_file.read_text())
    assert facts["facts"]["figure.sharpe"]["source"] == "result"
    assert facts["facts"]["figure.sharpe"]["how"]
    assert len(facts["tables"]["orders"]["rows"]) == 8


def test_the_same_folder_gives_the_same_page(tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    first = make_report(folder, now=NOW)
    page, facts = first.page.read_bytes(), first.facts_file.read_bytes()
    again = make_report(folder, now=NOW)
    assert again.page.read_bytes() == page
    assert again.facts_file.read_bytes() == facts


def test_the_page_has_all_hashes_of_what_it_rests_on(tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    facts = json.loads(make_report(folder, now=NOW).facts_file.read_text())
    rows = facts["tables"]["files"]["rows"]
    assert {row[0] for row in rows} == {"bars", "input", "result"}
    assert all(len(row[2]) == 64 for row in rows)
    assert "storage/signals/signal_rows/aapl.csv" in {row[1] for row in rows}


def test_bars_that_have_changed_since_are_not_drawn(tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    record = json.loads((folder / "run.json").read_text())
    record["data"]["AAPL"]["hashes"] = {"2010.parquet": "0" * 64}
    (folder / "run.json").write_text(json.dumps(record))
    assert "No prices lie beside this result" in make_report(folder, now=NOW).page.read_text()


def test_a_folder_that_nobody_may_write_to(tmp_path: Path) -> None:
    folder = shared("lean-results", "samples", "success")
    made = make_report(folder, now=NOW, output=tmp_path / "pages")
    assert made.page == tmp_path / "pages" / "report.html"
    assert made.is_good


def test_templates_of_another_version_are_named(tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    shutil.copytree(TEMPLATES, tmp_path / "templates" / "report")
    page = tmp_path / "templates" / "report" / "page.html.j2"
    text = page.read_text()
    for broken in (text.replace("story.headline.badge", "story.headline.colour"), text + "<p>Number 3</p>"):
        page.write_text(broken)
        with pytest.raises(BadInput, match="do not fit this version"):
            make_report(folder, now=NOW)
    assert not (folder / "report.html").exists()


def test_the_newest_run_is_found_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no run yet"):
        newest_run(tmp_path)
    for name in (
        "AAPL/2026-11-24/235959",
        "BTCUSD/2026-11-25/101500",
        "AAPL/2026-11-25/101500-2",
        "AAPL/2026-11-25/094500",
    ):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "run.json").write_text("{}")
    assert newest_run(tmp_path) == tmp_path / "AAPL/2026-11-25/101500-2"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"data": null, "symbols": null}'])
def test_a_record_that_is_torn_is_no_reason_to_fail(text: str, tmp_path: Path) -> None:
    folder = as_lean_folder("BareDailyCross", tmp_path)
    (folder / "run.json").write_text(text)
    assert "data of unknown origin" in make_report(folder, now=NOW).page.read_text()


def test_bad_signal_rows_are_left_out(tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    path = folder / "inputs" / "storage" / "signals" / "signal_rows" / "aapl.csv"
    rows = path.read_text() + "2010-07-01 20:00:00,AAPL,calm,nan,0.5\nnonsense\n2010-07-02 99:00:00,AAPL,calm,1,1\n"
    path.write_text(rows)
    assert "mean reverting" in make_report(folder, now=NOW).page.read_text()


def test_the_command(tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    ended = _leanrig("report", "--json", at=tmp_path)
    assert ended.returncode == 1, ended.stderr
    told = json.loads(ended.stdout)
    assert told["judgement"] == "some_refused"
    assert Path(told["page"]).resolve() == (folder / "report.html").resolve()
    assert told["figures"]["figure.trades"] == 4
    why = _leanrig("report", str(folder), "--why", at=tmp_path)
    assert "What to do: make a reversal two orders" in why.stdout
    good = _leanrig("report", str(as_lean_folder("BareDailyCross", tmp_path / "good")), at=tmp_path)
    assert good.returncode == 0
    assert "Sharpe 1.38 against" in good.stdout


def test_a_folder_of_nothing_is_three_lines(tmp_path: Path) -> None:
    ended = _leanrig("report", str(tmp_path), at=tmp_path)
    assert ended.returncode == 3
    assert len(ended.stderr.strip().splitlines()) == 3


def _leanrig(*arguments: str, at: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "leanrig", *arguments],
        cwd=at,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
