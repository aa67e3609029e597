"""`leanrig verify`: its exit codes and its page, with an engine that was asked for and is not here."""

from pathlib import Path

import pytest
from cli.commands import Command
from pipeline.run_space import laid

from leanrig.standins.docker_engine import run_docker_engine


@pytest.fixture
def few_engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a short recipe, and no engine but the embedded one."""
    laid(tmp_path, "aapl_regime", ("end = 2013-03-01", "end = 2002-07-01"), ("end = 2013-02-28", "end = 2002-06-28"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEAN_HOME", raising=False)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    return tmp_path


def test_an_engine_that_was_asked_for_is_missing_although_others_agree(
    few_engines: Path, leanrig: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_docker_engine() as engine:
        monkeypatch.setenv("DOCKER_HOST", engine.host)
        ended = leanrig("verify", "aapl_regime", "--lean-home", "nowhere", "--html", "page.html")
        assert ended.code == 3, ended.out + ended.err
        assert "All engines that are here agree." in ended.out
        page = (few_engines / "page.html").read_text()
        assert "not here: there is no QuantConnect.Lean.Launcher.dll" in page
        assert '<span class="badge ok">equal</span>' in page
        assert leanrig("verify", "aapl_regime").code == 0


def test_alone_the_embedded_engine_claims_nothing(few_engines: Path, leanrig: Command) -> None:
    ended = leanrig("verify", "aapl_regime", "--html", "page.html")
    assert ended.code == 3
    page = (few_engines / "page.html").read_text()
    assert '<span class="badge bad">nothing was compared</span>' in page
    assert "not here: Docker does not answer" in page


def test_a_page_that_cannot_be_written_does_not_hide_what_came_of_it(few_engines: Path, leanrig: Command) -> None:
    (few_engines / "taken").write_text("a file")
    ended = leanrig("verify", "aapl_regime", "--html", "taken/page.html")
    assert ended.code == 3
    assert "the embedded engine was alone" in ended.out
    assert "the system refused" in ended.err
