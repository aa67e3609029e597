"""A back-test's story in other forms than its page, and templates that do not fit."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from report.run_folders import run_folder

from leanrig.errors import BadInput
from leanrig.pipeline.report import make_report
from leanrig.pipeline.sheets import FORMS, sheet_templates, write_story_forms

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_reported_run_as_markdown_mail_and_json(tmp_path: Path) -> None:
    made = make_report(run_folder(tmp_path), now=NOW)
    files = write_story_forms(made.story, FORMS, tmp_path / "out", read=sheet_templates(tmp_path))
    assert {path.name for path in files.values()} == {
        "report.html",
        "report.md",
        "report.eml",
        "report.pdf",
        "report.json",
    }
    assert made.verdict in files["markdown"].read_text().replace("\\", "")


def test_a_template_of_the_workspace_is_used_and_one_that_invents_figures_is_refused(tmp_path: Path) -> None:
    made = make_report(run_folder(tmp_path), now=NOW)
    own = tmp_path / "templates" / "report"
    own.mkdir(parents=True)
    (own / "mail.html.j2").write_text("<p>{{ sheet.title | f }}</p>")
    read = sheet_templates(tmp_path)
    files = write_story_forms(made.story, ("mail",), tmp_path / "out", read=read)
    assert b"<p><data" in files["mail"].read_bytes()
    (own / "mail.html.j2").write_text("<p>Up by 12 % in 2009</p>")
    with pytest.raises(BadInput, match="cannot be written as mail"):
        write_story_forms(made.story, ("mail",), tmp_path / "out", read=read)
