"""The page about what seeing the future would be worth: honest and dishonest side by side. Pure."""

import math
from collections.abc import Iterator

from leanrig.report import formats
from leanrig.report.fact import Facts, FactTable, Prose, Row, say
from leanrig.report.sheet.kinds.judge_cells import count, interval, numbers, percent, ratio, signed, text, texts
from leanrig.report.sheet.kinds.judge_charts import equity_picture
from leanrig.report.sheet.kinds.judge_inputs import Difference, Figures, Held
from leanrig.report.sheet.kinds.judge_origins import missing_part, origins_part
from leanrig.report.sheet.kinds.judge_premium_inputs import Leak, Measured, PremiumInputs
from leanrig.report.sheet.sheet import Block, Bullets, Part, Sheet

__all__ = ["MISTAKES", "sheet_of_premium"]

HONEST, HOLD = "honest: each bar from earlier ones", "buy and hold"
_HEADINGS = {"recipe": "In the recipe", "detector": "The detector alone"}
_IN_PICTURE = 2

MISTAKES: dict[str, str] = {
    "full_sample": (
        "Learned from everything: parameters, quantiles or cases come from the whole sample, so that an early bar is"
        " judged by what later ones taught. It happens where a model is fitted once, before the test."
    ),
    "hindsight": (
        "Told by everything: the regime of a bar is worked out from the bars after it too. It happens where smoothed"
        " probabilities, or the labels of a fit, are taken for signals: predict and predict_proba of a hidden Markov"
        " model give these."
    ),
    "centred": (
        "Cleaned by both sides: short spells are struck out by what came before and after. It happens where labels are"
        " smoothed with a centred window to switch less often."
    ),
}
"""Name of a leak -> what it does and how it comes about."""


def sheet_of_premium(inputs: PremiumInputs) -> Sheet:
    """Return the page; where nothing could be measured, that and why is said."""
    facts = Facts()
    title = facts.name("title", f"What seeing the future would be worth: {inputs.detector}")
    label = facts.name("label", inputs.label or "data of unknown origin")
    parts = [_part(facts, inputs, place, one) for place, one in enumerate(inputs.measured) if one.leaks]
    troubles = [f"{one.symbol}, {_HEADINGS[one.what].lower()}: {one.trouble}" for one in inputs.measured if one.trouble]
    return Sheet(
        kind="judgement",
        facts=facts,
        title=title,
        subtitle=_subtitle(facts, inputs),
        label=label,
        headline=tuple(_headline(facts, inputs)),
        parts=(
            *parts,
            *_variants(inputs),
            *missing_part(facts, (*troubles, *inputs.notes)),
            origins_part(facts, inputs.origins, inputs.files, command=inputs.command, made_at=inputs.made_at),
        ),
    )


def _subtitle(facts: Facts, inputs: PremiumInputs) -> Prose:
    symbols = ", ".join(dict.fromkeys(one.symbol for one in inputs.measured))
    cost = f"{inputs.cost_bps:g} basis points"
    return say(
        "{symbols}, as the recipe {recipe} has them; {cost} of what is traded",
        symbols=facts.name("symbols", symbols or "no symbol"),
        recipe=facts.name("recipe", inputs.recipe),
        cost=facts.add("cost", inputs.cost_bps, cost, source="command"),
    )


def _headline(facts: Facts, inputs: PremiumInputs) -> Iterator[Prose]:
    known = [one for one in inputs.measured if one.leaks and one.honest is not None]
    if not known:
        yield say("Nothing could be measured: what is missing is said below.")
        return
    first = known[0]  # the recipe's own where that could be measured
    leak = max(first.leaks, key=lambda one: _worth(one.premium))
    assert first.honest is not None
    yield _worth_prose(facts, first.honest.sharpe, leak)
    yield say("The dishonest variant cannot be traded: at no bar did anybody know what it rests on.")


def _worth_prose(facts: Facts, honest: float, leak: Leak) -> Prose:
    found = leak.premium
    named = {
        "premium": facts.add("largest.premium", found.value, signed(found.value)[1], source="closes"),
        "between": facts.add("largest.interval", *interval(found.low, found.high), source="closes"),
        "leaky": facts.add("largest.leaky", leak.figures.sharpe, formats.ratio(leak.figures.sharpe), source="closes"),
        "honest": facts.add("largest.honest", honest, formats.ratio(honest), source="closes"),
        "variant": facts.name("largest.variant", leak.words),
    }
    start = (
        "Seeing the future would add {premium} to the Sharpe ratio: {leaky} with regimes {variant}, {honest} honestly"
    )
    if not _worth(found) > 0:
        return say(
            "Seeing the future would add nothing here: {leaky} with regimes {variant}, {honest} honestly.", **named
        )
    if not math.isfinite(found.low):
        return say(f"{start}; too few bars for an interval.", **named)
    if found.low <= 0:
        return say(f"{start}. Luck alone may explain that much (interval {{between}}).", **named)
    return say(f"{start} (interval {{between}}).", **named)


def _worth(premium: Difference) -> float:
    return premium.value if math.isfinite(premium.value) else -math.inf


def _part(facts: Facts, inputs: PremiumInputs, place: int, one: Measured) -> Part:
    key = f"m{place}"
    several = len({item.symbol for item in inputs.measured}) > 1
    heading = _HEADINGS[one.what] + (f", {one.symbol}" if several and one.symbol.isalpha() else "")
    return Part(heading, key, tuple(_blocks(facts, key, one)))


def _blocks(facts: Facts, key: str, one: Measured) -> Iterator[Block]:
    symbol = facts.name(f"{key}.symbol", one.symbol)
    bars = facts.add(f"{key}.bars", len(one.times) - 1, formats.count(len(one.times) - 1), source="closes")
    if one.what == "recipe":
        words = "{symbol} over {bars} bars by the recipe's strengths, limits and sizing: only the regimes differ."
    else:
        words = "{symbol} over {bars} bars, in the market while the detector says calm or trending, out of it else."
    yield say(words, symbol=symbol, bars=bars)
    picture = equity_picture(facts, key, one.times, _shown(one))
    if picture is not None:
        yield picture
    yield _figures(facts, key, one)
    yield say("How much more the dishonest variants seem to earn, by a block bootstrap of both on the same bars.")
    yield _premiums(facts, key, one)


def _shown(one: Measured) -> tuple[Held, ...]:
    """Return the accounts of the picture: honest, holding, and the leaks that seem to be worth the most."""
    largest = sorted(one.leaks, key=lambda leak: _worth(leak.premium), reverse=True)[:_IN_PICTURE]
    assert one.honest_returns is not None and one.hold_returns is not None
    return (
        Held("honest", one.honest_returns),
        *(Held(f"dishonest: {leak.words}", leak.returns) for leak in largest),
        Held(HOLD, one.hold_returns),
    )


def _figures(facts: Facts, key: str, one: Measured) -> FactTable:
    assert one.honest is not None and one.hold is not None
    rows = [
        _row(HONEST, "yes", one.honest),
        *(_row(leak.words, "no", leak.figures) for leak in one.leaks),
        _row(HOLD, "yes", one.hold),
    ]
    columns = (
        *texts("Account", "Can be traded"),
        *numbers("Sharpe", "Drawdown", "Return a year", "In market", "Switches"),
    )
    return facts.table(f"{key}-figures", "Honest beside dishonest", columns, rows, "closes")


def _row(words: str, can_be_traded: str, figures: Figures) -> Row:
    return (
        text(words),
        text(can_be_traded),
        ratio(figures.sharpe),
        percent(figures.drawdown),
        percent(figures.annual_return),
        percent(figures.invested),
        count(figures.switches),
    )


def _premiums(facts: Facts, key: str, one: Measured) -> FactTable:
    rows = [(text(leak.words), *_difference(leak.premium)) for leak in one.leaks]
    columns = (*texts("Dishonest variant"), *numbers("Sharpe above honest", "95 % interval", "p"))
    return facts.table(f"{key}-premium", "Leak premium", columns, rows, "closes")


def _difference(found: Difference) -> Row:
    return signed(found.value), interval(found.low, found.high), (found.p, formats.p_value(found.p))


def _variants(inputs: PremiumInputs) -> Iterator[Part]:
    names = list(dict.fromkeys(leak.name for one in inputs.measured for leak in one.leaks))
    told = [say(MISTAKES[name]) for name in names if name in MISTAKES]
    if told:
        last = say(
            "None of these can be traded. They stand here so that a figure like theirs is known for what it is: where a"
            " back-test shows one, look for the leak first."
        )
        yield Part("What the dishonest variants do", "variants", (Bullets(tuple(told)), last))
