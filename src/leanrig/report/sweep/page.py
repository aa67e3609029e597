"""A sweep as one HTML file that needs no network: the best and what it is worth, maps, each parameter, all trials."""

import math
from collections.abc import Callable
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from leanrig.report import formats
from leanrig.report.check import check_page
from leanrig.report.fact import Column, Fact, Facts, FactTable, Prose, say
from leanrig.report.sheet.html import environment_of
from leanrig.report.sweep.heat import heats_of
from leanrig.report.sweep.inputs import Luck, SweepInputs

__all__ = ["SURE", "sweep_page"]

SURE = 0.95
"""The chance from which on a deflated Sharpe ratio counts as more than luck."""

OVERFIT = 0.5
"""The probability of overfitting from which on choosing the best is no better than choosing by chance."""

_MOST_ROWS = 500


def sweep_page(inputs: SweepInputs, *, read: Callable[[str], str]) -> str:
    """Return the page.

    Parameters
    ----------
    read
        Gives the text of `sweep.html.j2` and `page.css`.

    Raises
    ------
    UntracedNumber
        If the page would show a number that is no fact.
    """
    facts = Facts()
    environment: Environment = environment_of({"sweep.html.j2": read("sweep.html.j2")})
    assert isinstance(environment.loader, DictLoader)
    assert environment.undefined is StrictUndefined
    page = environment.get_template("sweep.html.j2").render(
        facts=facts,
        css=Markup(read("page.css")),  # noqa: S704 (our own file)
        **_parts(facts, inputs),
    )
    check_page(page, facts)
    return page


def _parts(facts: Facts, inputs: SweepInputs) -> dict[str, Any]:
    varied = [effect.name for effect in inputs.effects if len(effect.means) > 1]
    heats, left_out = heats_of(facts, inputs.rows, varied[0], varied[1]) if len(varied) > 1 else ((), 0)
    return {
        "title": facts.name("title", f"Sweep of {inputs.name}"),
        "state": facts.name("state", "complete" if inputs.state == "done" else "stopped: more is to be run"),
        "subtitle": _subtitle(facts, inputs),
        "headline": _headline(facts, inputs),
        "luck": _luck_table(facts, inputs.luck) if inputs.luck else None,
        "why": facts.name("why", inputs.luck.why) if inputs.luck and inputs.luck.why else None,
        "around": _around(facts, inputs),
        "effects": _effects(facts, inputs),
        "means": [_means(facts, inputs, number) for number in range(len(inputs.effects))],
        "heats": heats,
        "left_out": facts.add("left-out", left_out, str(left_out)) if left_out else None,
        "table_of_all": _table(facts, inputs),
        "more": facts.add("more", len(inputs.rows) - _MOST_ROWS, formats.count(len(inputs.rows) - _MOST_ROWS))
        if len(inputs.rows) > _MOST_ROWS
        else None,
        "constraints": [facts.name(f"constraint-{place}", text) for place, text in enumerate(inputs.constraints)],
        "command": facts.quote("command", inputs.command, "command") if inputs.command else None,
    }


def _subtitle(facts: Facts, inputs: SweepInputs) -> Prose:
    return say(
        "{trials} of {points} trials, by {target} ({direction}), {engine}, {seconds}, begun {started} UTC",
        trials=facts.add("trials", len(inputs.rows), formats.count(len(inputs.rows))),
        points=facts.add("points", inputs.points, formats.count(inputs.points)),
        target=facts.name("target", inputs.target),
        direction=facts.name("direction", inputs.direction),
        engine=facts.name("engine", inputs.engine),
        seconds=facts.add("seconds", inputs.seconds, f"{inputs.seconds:,.0f} s"),
        started=facts.add("started", inputs.started, formats.moment(inputs.started)),
    )


def _headline(facts: Facts, inputs: SweepInputs) -> list[Prose]:
    if inputs.best is None:
        return [say("No trial can be compared: none traded to its end within the constraints.")]
    row = next(row for row in inputs.rows if row.number == inputs.best.number)
    told = ", ".join(f"{name} {value:g}" for name, value in row.parameters.items())
    best = say(
        "The best is trial {number} with {values}: {target} {value}.",
        number=facts.add("best", row.number, str(row.number)),
        values=facts.name("best.values", told),
        target=facts["target"],
        value=_ratio(facts, "best.target", inputs.best.target),
    )
    return [best, *_judged(facts, inputs)]


def _judged(facts: Facts, inputs: SweepInputs) -> list[Prose]:
    """Return the verdict by stated rules."""
    luck = inputs.luck
    if luck is None or not math.isfinite(luck.deflated):
        return [say("How much of it is luck cannot be said here.")]
    deflated, counted = _ratio(facts, "deflated", luck.deflated), facts.add("counted", luck.counted, str(luck.counted))
    sure = facts.add("sure", SURE, formats.ratio(SURE))
    words = "It cannot be told from luck" if luck.deflated < SURE else "By this measure it is more than luck"
    comparison = "below" if luck.deflated < SURE else "not below"
    said = [
        say(
            f"{words}: deflated Sharpe {{deflated}} after {{counted}} trials, {comparison} {{sure}}.",
            deflated=deflated, counted=counted, sure=sure,
        )
    ]  # fmt: skip
    if math.isfinite(luck.overfitting):
        known = facts.add("overfitting", luck.overfitting, formats.share(luck.overfitting))
        said.append(
            say("Choosing the best like this overfits: probability {known}.", known=known)
            if luck.overfitting >= OVERFIT
            else say("The probability that choosing the best like this overfits is {known}.", known=known)
        )
    return said


def _luck_table(facts: Facts, luck: Luck) -> FactTable:
    columns = (Column("what", "What", is_number=False), Column("value", "Value"), Column("how", "How", is_number=False))
    lines = (
        ("Sharpe ratio of the best, a year", luck.sharpe, formats.ratio(luck.sharpe), "daily, no riskless rate"),
        ("Trials counted", luck.counted, formats.count(luck.counted), "by the ledger, those of this sweep included"),
        ("Trials here", luck.trials, formats.count(luck.trials), "those that can be compared"),
        ("Different among them", luck.different, formats.count(luck.different), "by their daily returns"),
        ("Best by luck, a year", luck.by_luck, formats.ratio(luck.by_luck),
         "expected of so many without skill, of this spread; Bailey and Lopez de Prado, 2014"),
        ("Deflated Sharpe ratio", luck.deflated, formats.ratio(luck.deflated),
         "chance that the true ratio is above the best by luck; Bailey and Lopez de Prado, 2014"),
        ("Probability of overfitting", luck.overfitting, formats.share(luck.overfitting),
         "share of halvings in which the best of one half is below the median of the other; Bailey et al., 2017"),
        ("Blocks", luck.blocks, formats.count(luck.blocks), "of days, halved in every way"),
        ("Days", luck.days, formats.count(luck.days), "on which an account or the benchmark moved"),
    )  # fmt: skip
    rows = [((name, name), (value, text), (how, how)) for name, value, text, how in lines]
    return facts.table("luck", "What luck may have done", columns, rows, "returns.parquet of each trial")


def _around(facts: Facts, inputs: SweepInputs) -> Prose | None:
    best = inputs.best
    if best is None or not best.neighbours:
        return None
    return say(
        "One step away from it stand {count} trials: their mean is {mean}, the worst of them {worst}.",
        count=facts.add("neighbours", best.neighbours, str(best.neighbours)),
        mean=_ratio(facts, "neighbours.mean", best.mean),
        worst=_ratio(facts, "neighbours.worst", best.worst),
    )


def _effects(facts: Facts, inputs: SweepInputs) -> FactTable | None:
    if not inputs.effects:
        return None
    columns = (
        Column("name", "Parameter", is_number=False),
        Column("values", "Values"),
        Column("spread", "Best mean less worst"),
        Column("explained", "Decides", how="share of the differences between trials that lies between its values"),
    )
    rows = [
        ((one.name, one.name), (len(one.means), formats.count(len(one.means))),
         (one.spread, formats.ratio(one.spread, decimals=3)), (one.explained, formats.share(one.explained)))
        for one in inputs.effects
    ]  # fmt: skip
    return facts.table("effects", "Each parameter alone", columns, rows, "trials.parquet")


def _means(facts: Facts, inputs: SweepInputs, number: int) -> FactTable:
    effect = inputs.effects[number]
    shown = sorted(effect.means.items())[:40]
    columns = (Column("value", effect.name, is_number=False), Column("mean", f"Mean {inputs.target}"))
    rows = [((value, f"{value:g}"), (mean, formats.ratio(mean, decimals=3))) for value, mean in shown]
    return facts.table(f"means-{number}", effect.name, columns, rows, "trials.parquet")


def _table(facts: Facts, inputs: SweepInputs) -> FactTable:
    names = list(inputs.rows[0].parameters) if inputs.rows else []
    columns = [Column("trial", "Trial", is_number=False)]
    columns += [Column(f"p {name}", name) for name in names]
    columns += [Column("target", inputs.target)]
    columns += [Column(f"f {name}", name) for name in inputs.figures]
    columns += [Column("orders", "Orders"), Column("verdict", "Verdict", is_number=False)]
    rows = [
        (
            (row.number, str(row.number)),
            *((row.parameters[name], f"{row.parameters[name]:g}") for name in names),
            (row.target, formats.ratio(row.target, decimals=3)),
            *((row.figures.get(name), formats.ratio(row.figures.get(name), decimals=3)) for name in inputs.figures),
            (row.orders, formats.count(row.orders)),
            (row.verdict, f"{row.verdict}: {row.told}" if row.told else row.verdict),
        )
        for row in inputs.rows[:_MOST_ROWS]
    ]
    return facts.table("all", "All trials", columns, rows, "trials.parquet")


def _ratio(facts: Facts, key: str, value: float) -> Fact:
    return facts.add(key, value, formats.ratio(value, decimals=3 if key != "deflated" else 2))
