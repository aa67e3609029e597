"""A live algorithm whose signal files grow as the days go by trades like a backtest on the files that they become."""

from pathlib import Path

import pytest
from played import Order, bars_of, lay_data, lay_project, orders_of, play, recipe_text

from generator.recipe import Recipe, parse_recipe
from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.runner import BacktestJob

CASES = {
    "coin by the day": (
        "btc_regime",
        {
            "resolution": '"daily"',
            "strength_parameters": "{period = 20}",
            "regime_parameters": "{half_life = 10, warm_up = 30}",
        },
    ),
    "three stocks": ("three_stocks", {"end": "2002-12-30"}),
}
# What stands in for the machine that makes fresh rows each day: the file holds what is known by then.
PLANTED = """
    def _plant(self) -> None:
        now = str(self.utc_time.replace(tzinfo=None))
        for ticker in TICKERS:
            key = f"{self.get_parameter('signals')}/{ticker.lower()}.csv"
            header, *rows = self.object_store.read(f"whole/{key}").splitlines()
            known = [row for row in rows if row[:19] <= now] or rows[:1]
            self.object_store.save(key, "\\n".join([header, *known]) + "\\n")
"""
LEAST = 12


def lay_live(name: str, changes: dict[str, str], recipe: Recipe, folder: Path, *, breaks: bool) -> BacktestJob:
    """Lay the project as it would run live, with files that end at the start."""
    bars = bars_of(recipe)
    job = lay_project(recipe_text(name, **changes), bars, folder)
    lay_data(bars, job.data)
    for symbol in recipe.securities:
        key = recipe.signal_key(symbol)
        whole = (job.object_store / key).read_text()
        (job.object_store / "whole" / key).parent.mkdir(parents=True, exist_ok=True)
        (job.object_store / "whole" / key).write_text(whole)
        header, *rows = whole.splitlines()
        known = [row for row in rows if row[:10] < str(recipe.backtest.start)] or rows[:1]
        (job.object_store / key).write_text("\n".join([header, *known]) + "\n")
    main = (job.project / "main.py").read_text()
    main = main.replace("-> None:\n", "-> None:\n        self.live_mode = True\n", 1)
    extra = "        self._plant()\n"
    if breaks:  # the first symbol's file is gone for a while, then half written
        extra += "        self._break()\n"
    main = main.replace("    def _act(self) -> None:\n", f"    def _act(self) -> None:\n{extra}")
    (job.project / "main.py").write_text(main + PLANTED + (BROKEN if breaks else ""))
    return job


BROKEN = """
    def _break(self) -> None:
        key = f"{self.get_parameter('signals')}/{TICKERS[0].lower()}.csv"
        if self.time.month == 8:
            self.object_store.delete(key)
        elif self.time.month == 9:
            self.object_store.save(key, self.object_store.read(key)[:-7])
"""


def ran(job: BacktestJob) -> tuple[list[Order], str]:
    outcome = EmbeddedRunner().run(job)
    return orders_of(job, outcome.algorithm_id, outcome.console), (job.output / "log.txt").read_text()


@pytest.mark.parametrize("case", CASES)
def test_files_that_grow_give_the_orders_of_the_whole_ones(case: str, tmp_path: Path) -> None:
    name, changes = CASES[case]
    recipe = parse_recipe(recipe_text(name, **changes))
    whole = play(recipe_text(name, **changes), bars_of(recipe), tmp_path / "whole")
    assert len(whole) >= LEAST
    orders, log = ran(lay_live(name, changes, recipe, tmp_path / "live", breaks=False))
    assert orders == whole
    assert "stay in force" not in log


def test_bad_files_are_logged_and_the_algorithm_goes_on_with_what_it_has(tmp_path: Path) -> None:
    name, changes = CASES["coin by the day"]
    recipe = parse_recipe(recipe_text(name, **changes))
    orders, log = ran(lay_live(name, changes, recipe, tmp_path, breaks=True))
    assert log.count("the rows read before stay in force: there is no signals/btc_regime/btcusd.csv") == 1
    assert "the rows read before stay in force: the last line of signals/btc_regime/btcusd.csv is not ended" in log
    whole = play(recipe_text(name, **changes), bars_of(recipe), tmp_path / "whole")
    broken = {8, 9}
    assert [order for order in orders if order.created.month < min(broken)] == [
        order for order in whole if order.created.month < min(broken)
    ]
    assert broken <= {order.created.month for order in whole}
    assert not broken & {order.created.month for order in orders}
    assert max(order.created.month for order in orders) > max(broken), "and trades again once the file is good"
