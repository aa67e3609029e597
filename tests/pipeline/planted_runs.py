"""Ten questions and the runs that answer them, planted among two hundred that do not."""

from collections.abc import Callable
from random import Random

from pipeline.made_runs import Made, changed, ordinary

Change = Callable[[Made], Made]

_COIN_LOST = "Worse than buy and hold: Sharpe 0.10 against 1.20, p = 0.01."
_DIVIDED = "Runtime Error: ZeroDivisionError : division by zero\n  at on_data in main.py: line 41"

QUESTIONS: dict[str, tuple[Change, ...]] = {
    "drawdowns in volatile regimes": (
        lambda run: changed(
            run, detector="markov", by_regime={"calm": 0.4, "volatile": -0.35},
            falls=(("2008-09-02", "2008-12-01", 90, -0.34),),
        ),
        lambda run: changed(
            run, detector="volatility", by_regime={"calm": 0.2, "volatile": -0.51},
            falls=(("2020-02-20", "2020-03-23", 32, -0.45),),
        ),
    ),
    "one trade carried the profit": (
        lambda run: changed(run, looks=("One trade made 71 % of the profit of all closed trades.",)),
        lambda run: changed(run, looks=("Few trades: 12 closed. Any of the figures may be luck.",
                                        "One trade made 64 % of the profit of all closed trades.")),
    ),
    "bitcoin strategy that lost to holding": (
        lambda run: changed(run, symbols=("BTCUSD",), growth=0.03, held=0.62, verdict=_COIN_LOST),
        lambda run: changed(run, symbols=("BTCUSD",), growth=0.01, held=0.41, verdict=_COIN_LOST),
    ),
    "the broker refused every order": (
        lambda run: changed(
            run, judgement="all_refused", verdict="All 14 orders were refused.",
            reasons=("All 14 orders were refused. What to do: choose a broker model that takes them.",),
        ),
    ),
    "results that rest on simulated prices": (
        lambda run: changed(
            run, vendor="simulator", label="simulated, no market",
            looks=("The prices are simulated: nothing here says anything of a market.",),
        ),
    ),
    "mean reversion on ethereum": (
        lambda run: changed(run, recipe="eth_back", symbols=("ETHUSD",), strength="mean_reversion",
                            growth=0.2, held=0.1, description="ETHUSD, buys what fell too far"),
    ),
    "fees ate the gains": (
        lambda run: changed(run, looks=("Fees took 61 % of what closed trades made before them.",)),
        lambda run: changed(run, looks=("Fees took 38 % of what closed trades made before them.",)),
    ),
    "division by zero in on_data": (
        lambda run: changed(
            run, judgement="runtime_error", verdict="A handler raised, and the run ended there.", quote=_DIVIDED,
        ),
    ),
    "the jump detector on GLD": (
        lambda run: changed(run, recipe="gld_jump_momentum", symbols=("GLD",), detector="jump",
                            description="GLD, momentum sized by the jump regime"),
    ),
    "did anything peek into the future": (
        lambda run: changed(
            run, looks=("Look-ahead: 9 orders were sent before the row they rest on was known.",),
        ),
    ),
}  # fmt: skip


def planted(seed: int, number: int = 200) -> tuple[list[Made], dict[str, list[Made]]]:
    """Return `number` runs in mixed order, and those among them that answer each question."""
    dice = Random(seed)
    runs = [ordinary(dice, place) for place in range(number)]
    places = iter(dice.sample(range(number), sum(len(changes) for changes in QUESTIONS.values())))
    answers: dict[str, list[Made]] = {}
    for question, changes in QUESTIONS.items():
        for change in changes:
            place = next(places)
            runs[place] = change(runs[place])
            answers.setdefault(question, []).append(runs[place])
    return runs, answers
