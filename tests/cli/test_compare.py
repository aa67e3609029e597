"""`leanrig compare` on runs that rested on something else, and `leanrig verify` from the command line."""

import json
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cli.commands import Command
from folders import fingerprint
from pipeline.planted import AAPL_BARS, AAPL_SIGNALS, add_a_cent
from pipeline.run_space import laid, space_of

from generator.recipe import load_recipe
from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.clock import utc_now
from leanrig.pipeline.backtest import backtest
from leanrig.pipeline.fetch import fetch
from leanrig.pipeline.signals import make_signals
from leanrig.providers.sample import SampleProvider
from leanrig.standins.lean_launcher_place import place_lean

SHORT = (("end = 2013-03-01", "end = 2002-07-01"), ("end = 2013-02-28", "end = 2002-06-28"))
PROJECT = Path("algorithms/aapl_regime")


def drop_parameter(root: Path) -> None:
    path = root / PROJECT / "config.json"
    config = json.loads(path.read_text())
    del config["parameters"]["minimum_confidence"]
    path.write_text(json.dumps(config))


def add_cent(root: Path) -> None:
    add_a_cent(root / "data" / AAPL_BARS, day="20000601")  # before the first order: nothing else tells


def keep_old_rows(root: Path) -> None:
    path = root / "storage" / AAPL_SIGNALS
    path.write_text("\n".join(path.read_text().splitlines()[:250]) + "\n")
    path.with_suffix(".json").unlink()


def add_comment(root: Path) -> None:
    path = root / PROJECT / "main.py"
    path.write_text(path.read_text() + "# nothing but a word\n")


PLANTED: dict[str, tuple[Callable[[Path], None], str]] = {
    "parameter dropped": (drop_parameter, "parameter minimum_confidence"),
    "one cent": (add_cent, "data file equity/usa/daily/aapl.zip"),
    "stale signals": (keep_old_rows, "signal file signals/aapl_regime/aapl.csv, line 251"),
    "algorithm text": (add_comment, "algorithm text main.py, line "),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Name -> run folder: two of the same, and one for each thing that was planted in its workspace."""
    home = tmp_path_factory.mktemp("compared")
    path = laid(home / "first", "aapl_regime", *SHORT)
    space, recipe = space_of(path), load_recipe(path)
    days = {"start": recipe.data.start, "end": recipe.data.end, "last_year": 2027}
    fetch(space.data, recipe.securities, SampleProvider(), resolution=recipe.bar_size, **days)
    make_signals(space, recipe, now=utc_now(), progress=lambda share, word: None)
    for name in ("again", *PLANTED):
        shutil.copytree(space.root, home / name)
    for name, (plant, _) in PLANTED.items():
        plant(home / name)
    return {name: ran(home / name) for name in ("first", "again", *PLANTED)}


def ran(root: Path) -> Path:
    return backtest(space_of(root / "x"), root / PROJECT, EmbeddedRunner(), now=utc_now()).folder


def test_the_same_run_twice_is_equal(runs: dict[str, Path], leanrig: Command) -> None:
    before = fingerprint(runs["first"])
    ended = leanrig("compare", str(runs["first"]), str(runs["again"]))
    assert ended.code == 0
    assert "!!" not in ended.out
    assert ended.out.rstrip().endswith("equal")
    assert fingerprint(runs["first"]) == before


@pytest.mark.parametrize("name", PLANTED)
def test_an_input_that_differs_is_named(name: str, runs: dict[str, Path], leanrig: Command) -> None:
    ended = leanrig("compare", str(runs["first"]), str(runs[name]))
    assert ended.code == 1
    assert PLANTED[name][1] in ended.out
    assert "!!  inputs" in ended.out


def test_what_changes_no_order_is_found_by_its_hash_alone(runs: dict[str, Path], leanrig: Command) -> None:
    for name in ("algorithm text", "one cent", "parameter dropped"):
        found = json.loads(leanrig("compare", str(runs["first"]), str(runs[name]), "--json").out)
        (comparison,) = found["comparisons"]
        unequal = [part for part, what in comparison["parts"].items() if what["equal"] != what["total"]]
        assert unequal == ["inputs"], name


def test_json_is_one_object_with_the_first_difference(runs: dict[str, Path], leanrig: Command) -> None:
    ended = leanrig("compare", str(runs["first"]), str(runs["again"]), str(runs["stale signals"]), "--json")
    assert ended.code == 1
    found = json.loads(ended.out)
    assert found["equal"] is False
    same, other = found["comparisons"]
    assert same["equal"] is True
    assert same["first"] is None
    assert [side["name"] for side in other["sides"]] == ["A", "C"]
    assert other["first"]["what"] == "number of orders"
    assert other["first"]["time"].startswith("200")
    assert int(other["first"]["left"]) > int(other["first"]["right"])
    assert "Hostname" in " ".join(found["left_out"])


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link"}:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_no_network(runs: dict[str, Path], leanrig: Command, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    ended = leanrig("compare", str(runs["first"]), str(runs["algorithm text"]), "--html", str(path))
    assert ended.code == 1
    page = path.read_text()
    tags = _Tags()
    tags.feed(page)
    assert tags.open == []
    assert tags.links == ["data:,"]
    assert "# nothing but a word" in page
    assert "algorithm text main.py" in page
    assert page.count("equal</span>") == 5


def test_what_cannot_be_compared_is_bad_input(runs: dict[str, Path], leanrig: Command, tmp_path: Path) -> None:
    cases = [("compare", str(runs["first"])), ("compare", str(runs["first"]), str(tmp_path / "none"))]
    cases += [("compare", *[str(runs["first"])] * 4), ("compare", str(runs["first"]), str(tmp_path))]
    for case in cases:
        ended = leanrig(*case)
        assert ended.code == 2, case
        assert "what to do" in ended.err
        assert "Traceback" not in ended.err
    assert leanrig("compare").code == 2
    assert leanrig("compare", str(runs["first"]), str(runs["again"]), "--tolerance", "1").code == 2


def test_verify_says_which_engines_are_not_here(
    runs: dict[str, Path], leanrig: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone, the embedded engine proves nothing: no agreement is claimed."""
    monkeypatch.chdir(runs["first"].parents[3])
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    monkeypatch.delenv("LEAN_HOME", raising=False)
    ended = leanrig("verify", "aapl_regime", "--cloud", "--json")
    assert ended.code == 3, ended.err
    found = json.loads(ended.out)
    kinds = {engine["name"]: (engine["kind"], bool(engine["absent"])) for engine in found["engines"]}
    assert kinds["embedded"] == ("embedded engine", False)
    assert kinds["docker"] == kinds["native"] == ("", True)
    assert "cloud" in kinds
    assert (found["compared"], found["real_lean"], found["stale_signals"]) == (0, False, [])


def test_verify_tells_a_stand_in_from_lean(
    runs: dict[str, Path], leanrig: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(runs["first"].parents[3])
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    for key, value in place_lean(tmp_path / "built").environment().items():
        monkeypatch.setenv(key, value)
    ended = leanrig("verify", "aapl_regime")
    assert ended.code == 0, ended.out + ended.err
    rows = {line.split("  ")[0]: line for line in ended.out.splitlines()[1:4]}
    assert "not here" in rows["docker"]
    assert "stand-in: leanrig" in rows["native"]
    assert " yes " in rows["native"]
    assert "Lean itself was not among them" in ended.out


def test_verify_of_an_unknown_recipe_says_where_it_looked(
    runs: dict[str, Path], leanrig: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(runs["first"].parents[3])
    ended = leanrig("verify", "no_such_recipe")
    assert ended.code == 3
    assert "no_such_recipe" in ended.err
