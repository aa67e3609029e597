"""Bad input, case by case: one clear sentence with a cure, the documented exit code, nothing half written.

Each case makes one thing wrong in a workspace that is right and runs one command. What was there before must be there
afterwards, byte for byte.
"""

# ruff: noqa: E501 (the cases are a table)
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cli.commands import Command
from folders import fingerprint

CSV = "storage/signals/aapl_regime/aapl.csv"
RECIPE = "generator/recipes/aapl_regime.toml"
PROJECT = "algorithms/aapl_regime"


@dataclass(frozen=True)
class Case:
    """What is wrong, the command that meets it, its exit code, and words that its sentence and cure must hold."""

    name: str
    command: str
    code: int
    says: str
    cure: str
    spoil: Callable[[Path], None] = lambda root: None


def edited(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    """Return a spoiler that changes a text file."""

    def spoil(root: Path) -> None:
        path = root / name
        path.write_text(change(path.read_text()))

    return spoil


def own_rows(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    """Return a spoiler for a signal file of the user's own, which has no sidecar."""

    def spoil(root: Path) -> None:
        path = root / CSV
        path.with_suffix(".json").unlink()
        path.write_text("\n".join(change(path.read_text().splitlines())) + "\n")

    return spoil


def removed(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


def cut(name: str, share: float = 0.5) -> Callable[[Path], None]:
    """Return a spoiler that cuts a file off."""

    def spoil(root: Path) -> None:
        path = next(iter(sorted(root.glob(name))))
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return spoil


def replaced(number: int, field: int, text: str) -> Callable[[list[str]], list[str]]:
    """Return a change of one field of one row."""

    def change(lines: list[str]) -> list[str]:
        fields = lines[number].split(",")
        fields[field] = text
        return [*lines[:number], ",".join(fields), *lines[number + 1 :]]

    return change


FETCH = (
    Case("unknown symbol", "fetch --vendor sample NOPE", 2, "no NOPE", "AAPL, GOOG, IBM, MSFT"),
    Case("near symbol", "fetch --vendor sample AAPLL", 2, "no AAPLL", "did you mean AAPL?"),
    Case("no ticker", "fetch --vendor sample A$PL", 2, "not a ticker", "letters, digits and dots"),
    Case("empty range", "fetch --vendor sample AAPL --from 2005-01-01 --to 2005-01-02", 2, "no AAPL from", "choose dates"),
    Case("range before the data", "fetch --vendor sample AAPL --from 1980-01-01 --to 1981-01-01", 2, "no AAPL from", "choose dates"),
    Case("reversed dates", "fetch --vendor sample AAPL --from 2012-01-02 --to 2011-01-02", 2, "ends", "swap --from and --to"),
    Case("no day", "fetch --vendor sample AAPL --from 2012-02-30", 2, "no day", "2012-12-31"),
    Case("a resolution that the sample has not", "fetch --vendor sample AAPL --resolution minute", 2, "daily bars only", "--resolution daily"),
    Case("torn stored bars", "fetch --vendor sample AAPL", 2, "stored bars are not what was written", "fetch", cut("data/AAPL/daily/2005*.parquet")),
    Case("torn bars under signals", "signals aapl_regime", 2, "stored bars are not what was written", "fetch", cut("data/AAPL/daily/2005*.parquet")),
    Case("no bars", "signals three_stocks", 3, "no daily bars of", "leanrig fetch"),
)  # fmt: skip

SIGNALS = (
    Case("missing", f"backtest {PROJECT}", 2, "signal file is missing", "leanrig signals aapl_regime", removed(CSV)),
    Case("cut off", f"backtest {PROJECT}", 2, "line", "leanrig signals aapl_regime", cut(CSV, 0.7)),
    Case("edited", f"backtest {PROJECT}", 2, "sidecar describes", "leanrig signals aapl_regime", edited(CSV, lambda text: text.replace("calm", "trending", 1))),
    Case("empty", f"backtest {PROJECT}", 2, "is empty", "leanrig signals", own_rows(lambda lines: [])),
    Case("header alone", f"backtest {PROJECT}", 2, "no row", "leanrig signals", own_rows(lambda lines: lines[:1])),
    Case("unknown regime", f"backtest {PROJECT}", 2, "'stormy' is no regime", "leanrig signals", own_rows(replaced(7, 2, "stormy"))),
    Case("confidence out of range", f"backtest {PROJECT}", 2, "confidence '1.2'", "leanrig signals", own_rows(replaced(7, 3, "1.2"))),
    Case("NaN", f"backtest {PROJECT}", 2, "signal_strength 'nan'", "leanrig signals", own_rows(replaced(7, 4, "nan"))),
    Case("unsorted", f"backtest {PROJECT}", 2, "earlier than the row before", "leanrig signals", own_rows(lambda lines: [lines[0], lines[2], lines[1], *lines[3:]])),
    Case("duplicate", f"backtest {PROJECT}", 2, "stands twice", "leanrig signals", own_rows(lambda lines: [*lines, lines[-1]])),
    Case("bare date", f"backtest {PROJECT}", 2, "no timestamp", "leanrig signals", own_rows(replaced(3, 0, "2001-03-05"))),
    Case("midnight", f"backtest {PROJECT}", 2, "midnight", "leanrig signals", own_rows(replaced(1, 0, "2001-01-04 05:00:00"))),
    Case("future", f"backtest {PROJECT}", 2, "lies in the future", "leanrig signals", own_rows(lambda lines: [*lines, replaced(0, 0, "2199-01-04 21:00:00")(lines[-1:])[0]])),
    Case("another symbol", f"backtest {PROJECT}", 2, "must be 'AAPL'", "leanrig signals", own_rows(replaced(3, 1, "MSFT"))),
    Case("not ours to overwrite", "signals aapl_regime", 2, "has no sidecar", "move it away", own_rows(lambda lines: lines)),
    Case("of another recipe", "signals aapl_regime", 2, "belongs to the recipe", "rename", edited(CSV.replace(".csv", ".json"), lambda text: text.replace('"recipe": "aapl_regime"', '"recipe": "theirs"'))),
)  # fmt: skip

RECIPES = (
    Case("not there", "render no_such_recipe", 3, "no such recipe", "ls generator/recipes"),
    Case("unknown key", "render aapl_regime", 2, "exposures", "exposure", edited(RECIPE, lambda text: text.replace("exposure =", "exposures ="))),
    Case("no TOML", "render aapl_regime", 2, "", "", edited(RECIPE, lambda text: text + "\n[trade\n")),
    Case("unsafe name", "render aapl_regime", 2, "../../etc", "", edited(RECIPE, lambda text: text.replace('name = "aapl_regime"', 'name = "../../etc"'))),
    Case("reserved name", "render aapl_regime", 2, "backtests", "", edited(RECIPE, lambda text: text.replace('name = "aapl_regime"', 'name = "backtests"'))),
    Case("missing template", "render aapl_regime", 2, "template", "", removed("templates/algorithm/classic/main.py.j2")),
    Case("unknown template", "render aapl_regime", 2, "template", "", edited(RECIPE, lambda text: 'template = "../secret"\n' + text)),
    Case("reversed dates", "run aapl_regime", 2, "data.end", "", edited(RECIPE, lambda text: text.replace("end = 2013-03-01", "end = 1999-03-01"))),
    Case("could never trade", "run aapl_regime", 2, "could never trade", "", edited(RECIPE, lambda text: text.replace("interactive_brokers", "tradier"))),
    Case("an algorithm of the user's own in the way", "render aapl_regime", 2, "algorithm of your own", "rename the recipe", edited(f"{PROJECT}/main.py", lambda text: "# mine\n")),
)  # fmt: skip

RUNS = (
    Case("no such project", "backtest nowhere", 3, "no such project", "leanrig render"),
    Case("no main.py", f"backtest {PROJECT}", 2, "no main.py", "main.py", removed(f"{PROJECT}/main.py")),
    Case("no Python", f"backtest {RECIPE}", 2, "only Python", ".py"),
    Case("torn config.json", f"backtest {PROJECT}", 2, "config.json cannot be read", "render", cut(f"{PROJECT}/config.json")),
    Case("no data folder", f"backtest {PROJECT} --data nowhere", 3, "data folder is not there", "leanrig fetch"),
    Case("somebody's folder as output", f"backtest {PROJECT} --output signals", 2, "no run of leanrig", "--output"),
    Case("a parameter without a value", f"backtest {PROJECT} --parameter exposure", 2, "", ""),
    Case("unknown option", f"backtest {PROJECT} --datafolder x", 2, "", ""),
    Case("no workspace", f"backtest {PROJECT}", 3, "no lean.json", "leanrig init", removed("lean.json")),
    Case("torn lean.json", f"backtest {PROJECT}", 2, "lean.json cannot be read", "", edited("lean.json", lambda text: text[:-4])),
)  # fmt: skip


def _named(case: Case) -> str:
    return f"{case.command.split()[0]}: {case.name}"


@pytest.mark.parametrize("case", [*FETCH, *SIGNALS, *RECIPES, *RUNS], ids=_named)
def test_bad_input_is_said_and_changes_nothing(case: Case, workspace: Path, leanrig: Command) -> None:
    case.spoil(workspace)
    before = fingerprint(workspace)
    ended = leanrig(*case.command.split())
    assert ended.code == case.code, ended.err
    assert "Traceback" not in ended.err
    assert case.says in ended.err
    if case.cure:
        (cure,) = [line for line in ended.err.splitlines() if line.startswith("  what to do: ")]
        assert case.cure in cure
    assert len(ended.err.splitlines()) <= 5
    assert ended.out == ""
    assert fingerprint(workspace) == before


def test_the_error_of_a_command_with_json_leaves_stdout_empty(workspace: Path, leanrig: Command) -> None:
    ended = leanrig("backtest", "nowhere", "--json")
    assert (ended.code, ended.out) == (3, "")


def test_a_folder_that_is_a_file_is_refused_with_its_name(workspace: Path, leanrig: Command) -> None:
    (workspace / "storage" / "signals" / "aapl_regime").rename(workspace / "kept")
    (workspace / "storage" / "signals" / "aapl_regime").write_text("")
    ended = leanrig("signals", "aapl_regime")
    assert ended.code in (2, 3)
    assert "aapl_regime" in ended.err


def test_sidecars_that_lie_are_found(workspace: Path, leanrig: Command) -> None:
    sidecar = workspace / CSV.replace(".csv", ".json")
    found = json.loads(sidecar.read_text())
    sidecar.write_text(json.dumps(found | {"sha256": "0" * 64}))
    ended = leanrig("backtest", PROJECT)
    assert ended.code == 2
    assert "sidecar" in ended.err
