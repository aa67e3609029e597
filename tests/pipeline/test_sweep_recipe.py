"""A recipe's sweep: signals made anew and kept, the ledger, the page, and the command for `lean optimize`."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pipeline.run_space import laid
from pipeline.sweep_space import NOW, swept, tiny_space

from leanrig.backtest.constraints import Constraint
from leanrig.backtest.trials import Axis, Target
from leanrig.errors import BadInput
from leanrig.pipeline.fetch import fetch
from leanrig.pipeline.recipes import find_recipe
from leanrig.pipeline.signals import make_signals
from leanrig.pipeline.sweep_lean import lean_command
from leanrig.pipeline.sweep_plan import Draws, Wanted, plan_sweep
from leanrig.pipeline.sweep_signals import signal_names
from leanrig.pipeline.sweep_worker import can_fork
from leanrig.providers.sample import SampleProvider
from leanrig.report.check import check_page
from leanrig.report.fact import Facts
from leanrig.report.sweep.heat import heats_of
from leanrig.report.sweep.inputs import Row
from leanrig.workspace import Workspace, find_workspace
from research.trials import trials_in

pytestmark = pytest.mark.skipif(not can_fork(), reason="warm workers fork")
EXPOSURE = Axis.of("exposure", "0.5", "1", "0.5")
SHORT = (("end = 2013-02-28", "end = 2002-06-28"), ("end = 2013-03-01", "end = 2002-07-01"))


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with two years of bars, signals and the rendered project."""
    root = tmp_path_factory.mktemp("sweeps")
    laid(root, "aapl_regime", *SHORT)
    found = find_workspace(root)
    recipe = find_recipe(found, "aapl_regime")
    days = {"start": date(2000, 3, 1), "end": date(2002, 7, 1), "last_year": 2027}
    fetch(found.data, recipe.securities, SampleProvider(), resolution=recipe.bar_size, **days)  # type: ignore[arg-type]
    make_signals(found, recipe, now=datetime.now(UTC), progress=lambda share, word: None)
    return found


def ran(space: Workspace, *axes: Axis, **options: Any) -> Any:
    return swept(space, *axes, project="algorithms/aapl_regime", target=Target("Sharpe Ratio"), **options)


def test_signals_are_made_once_a_setting_and_found_again(space: Workspace) -> None:
    bars = Axis.of("strength_volatility_bars", "42", "63", "21")
    first = ran(space, bars, EXPOSURE)
    assert [dict(one.parameters) for one in first.trials] == [
        {"strength_volatility_bars": bars_, "exposure": exposure} for bars_ in ("42", "63") for exposure in ("0.5", "1")
    ]
    assert not first.failed
    assert len({one.order_hash for one in first.trials}) == 4
    made = {path: path.stat().st_mtime_ns for path in space.storage.glob("signals/aapl_regime/*/aapl.csv")}
    assert len(made) == 2
    own = (space.storage / "signals/aapl_regime/aapl.csv").read_text()
    assert own in {path.read_text() for path in made}, "63 is the default"
    ran(space, bars, output=first.folder.parent / "again")
    assert {path: path.stat().st_mtime_ns for path in made} == made
    plain = ran(space, EXPOSURE)
    assert [one.order_hash for one in plain.trials] == [one.order_hash for one in first.trials[2:]]


def test_a_fixed_parameter_of_the_signals_makes_them_anew_too(space: Workspace) -> None:
    done = ran(space, EXPOSURE, fixed={"strength_volatility_bars": "42"})
    assert not done.failed
    plain = ran(space, EXPOSURE)
    assert {one.order_hash for one in done.trials}.isdisjoint(one.order_hash for one in plain.trials)
    with pytest.raises(BadInput, match="whole numbers only"):
        ran(space, Axis.of("regime_train_bars", "252", "253", "0.5"))
    with pytest.raises(BadInput, match=r"cannot be made so: .*train_bars 1"):
        ran(space, Axis.of("regime_train_bars", "1", "2", "1"))
    with pytest.raises(BadInput, match="no such parameter") as refused:
        ran(space, Axis.of("regime_trainbars", "1", "2", "1"))
    assert "regime_train_bars" in refused.value.cure


def test_a_history_too_short_for_a_setting_fails_its_trials_only(space: Workspace) -> None:
    done = ran(space, Axis.of("regime_train_bars", "252", "1000", "748"))
    assert [one.has_failed for one in done.trials] == [False, True]
    assert "its signals:" in done.trials[1].told
    assert "too few" in done.trials[1].told


def test_every_trial_is_counted_once(space: Workspace) -> None:
    ran(space, EXPOSURE)
    before = len(trials_in(space.artifacts, "aapl_regime"))
    third = Axis.of("exposure", "0.5", "1", "0.25")
    done = ran(space, third)
    assert len(trials_in(space.artifacts, "aapl_regime")) == before + 1
    assert done.luck is not None
    assert done.luck.counted == before + 1
    kinds = {one.kind for one in trials_in(space.artifacts, "aapl_regime")}
    assert kinds == {"sweep"}


def test_the_page_says_what_was_found_and_nothing_untraced(space: Workspace) -> None:
    confidence = Axis.of("minimum_confidence", "0.5", "0.9", "0.2")
    turning = Axis.of("rebalance_band", "0.05", "0.1", "0.05")
    done = ran(space, EXPOSURE, confidence, turning, constraints=(Constraint.of("Drawdown < 0.9"),))
    page = done.page.read_text()
    assert f'<data data-f="best">{done.best.number}</data>' in page
    assert page.count('class="heat"') in (3, 4), "all trials, and a slice for each value of the third parameter"
    assert "What luck may have done" in page
    assert "http://" not in page and "https://" not in page
    ends = re.search(r"Again: <code[^>]*>([^<]+)<", page)
    assert ends is not None
    assert "--parameter minimum_confidence 0.5 0.9 0.2" in ends[1]
    with pytest.raises(ValueError, match="no fact"):
        check_page(page.replace("</main>", "<p>42</p></main>"), Facts())


def heats(points: Mapping[tuple[float, ...], float], names: str = "abc") -> Any:
    rows = [
        Row(n, dict(zip(names, at, strict=False)), value, True, "good", 1, "", {})
        for n, (at, value) in enumerate(points.items())
    ]
    return heats_of(Facts(), rows, "a", "b")


def test_heat_maps_are_means_and_slices_on_one_scale() -> None:
    maps, left_out = heats({(a, b, c): a * 10 + b + c for a in (1, 2) for b in (1, 2, 3) for c in (0.0, 4.0)})
    assert left_out == 0
    assert len(maps) == 3
    assert [[value for value, _ in row[1:]] for row in maps[0].table.rows] == [[13, 23], [14, 24], [15, 25]]
    assert [[value for value, _ in row[1:]] for row in maps[2].table.rows] == [[15, 25], [16, 26], [17, 27]]
    assert maps[2].shades[2][1] == 1.0
    assert maps[1].shades[0][0] == 0.0
    flat, _ = heats({(1, 1): 2.0, (2, 1): 2.0}, "ab")
    assert flat[0].shades == ((0.5, 0.5),)


def test_many_drawn_values_are_put_into_bins() -> None:
    maps, _ = heats({(n, (n * 7) % 40): float(n) for n in range(40)}, "ab")
    assert len(maps[0].table.columns) == 9
    assert len(maps[0].table.rows) == 8
    values = [value for row in maps[0].table.rows for value, _ in row[1:] if value is not None]
    assert min(values) < 5 and max(values) > 34


def lean(space: Workspace, project: str, *axes: Axis, **options: Any) -> list[str]:
    wanted = Wanted(axes, options.pop("fixed", {}), options.pop("draws", None))
    plan = plan_sweep(space, space.root / project, wanted, data=None, now=NOW)
    target = options.pop("target", Target())
    constraints = tuple(Constraint.of(text) for text in options.pop("constraints", ()))
    return shlex.split(lean_command(plan, target, constraints, at_once=3, is_windows=False))


def test_the_command_of_a_project_with_numbers_only(tmp_path: Path) -> None:
    space = tiny_space(tmp_path / "space of mine")
    config = json.loads((space.root / "sizes/config.json").read_text())
    config["parameters"].pop("ticker")
    (space.root / "sizes/config.json").write_text(json.dumps(config))
    words = lean(
        space, "sizes", Axis.of("size", "0.1", "0.3", "0.1"), constraints=("net profit >= -0.5",),
        target=Target("Net Profit", "min"),
    )  # fmt: skip
    prefix = "TotalPerformance.PortfolioStatistics"
    assert words == [
        "lean", "optimize", "sizes", "--strategy", "Grid Search", "--target", f"{prefix}.TotalNetProfit",
        "--target-direction", "min", "--parameter", "size", "0.1", "0.3", "0.1", "--parameter", "breaks_above", "9",
        "9", "1", "--constraint", f"{prefix}.TotalNetProfit >= -0.5", "--max-concurrent-backtests", "3",
    ]  # fmt: skip


def test_the_cli_itself_reads_the_command(tmp_path: Path) -> None:
    """Lean's own parser of targets and constraints is asked; it runs in a process of its own, as the CLI does."""
    code = (
        "import json, sys; from unittest.mock import MagicMock as M;"
        "from lean.components.config.optimizer_config_manager import OptimizerConfigManager as O; o = O(M());"
        "print(json.dumps([o.parse_target(sys.argv[1]),"
        " [c.model_dump(by_alias=True) for c in o.parse_constraints(sys.argv[2:])]]))"
    )
    target, one = Target("Average Win"), Constraint.of("Profit-Loss Ratio > 1.5")
    said = f"{one.lean['target']} {one.sign} {one.value!r}"
    asked = [sys.executable, "-c", code, target.lean_path, said]
    ended = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60)
    if ended.returncode:
        pytest.skip(f"the Lean CLI cannot be loaded here: {ended.stderr.splitlines()[-1:]}")
    found = json.loads(ended.stdout.splitlines()[-1])
    assert found == [target.lean_path, [one.lean]]


def test_what_no_option_can_say_goes_into_a_configuration(space: Workspace) -> None:
    words = lean(space, "algorithms/aapl_regime", EXPOSURE, constraints=("Drawdown < 0.25",))
    assert words[:4] == ["lean", "optimize", "algorithms/aapl_regime", "--optimizer-config"]
    found = json.loads((space.root / words[4]).read_text())
    assert {"name": "signals", "value": "signals/aapl_regime"} in found["parameters"]
    assert {"name": "exposure", "min": 0.5, "max": 1, "step": 0.5} in found["parameters"]
    assert found["constraints"] == [Constraint.of("Drawdown < 0.25").lean]


def test_what_lean_could_not_do_is_refused(space: Workspace) -> None:
    with pytest.raises(BadInput, match="no random draws"):
        lean(space, "algorithms/aapl_regime", EXPOSURE, draws=Draws(1))
    with pytest.raises(BadInput, match="cannot make signals anew"):
        lean(space, "algorithms/aapl_regime", Axis.of("regime_train_bars", "252", "300", "48"))


def test_the_names_are_those_of_the_detector_and_the_strength(space: Workspace) -> None:
    names = signal_names(find_recipe(space, "aapl_regime"))
    assert names["regime_train_bars"] == 252
    assert {name.partition("_")[0] for name in names} == {"regime", "strength"}
