"""The page about a recipe's judged signal: verdict first, then all that it rests on. Pure."""

from collections.abc import Iterator

from leanrig.report import formats
from leanrig.report.fact import Facts, FactTable, Prose, Row, say
from leanrig.report.sheet.kinds.judge_cells import numbers, ratio, text, texts
from leanrig.report.sheet.kinds.judge_inputs import JudgeInputs, Together
from leanrig.report.sheet.kinds.judge_origins import missing_part, origins_part
from leanrig.report.sheet.kinds.judge_parts import symbol_parts
from leanrig.report.sheet.kinds.judge_rules import RULES, rules_table, verdict_prose
from leanrig.report.sheet.kinds.judge_tables import FIGURES, ahead_row, figures_row, luck_table
from leanrig.report.sheet.sheet import Block, Bullets, Part, Sheet

__all__ = ["sheet_of_judge"]

_MOST_POINTS = 16_000
_MOST_VERDICTS = 3


def sheet_of_judge(inputs: JudgeInputs) -> Sheet:
    """Return the page; what could not be judged is said in its place."""
    facts = Facts()
    title = facts.name("title", f"Judged: {inputs.recipe}")
    label = facts.name("label", inputs.label or "data of unknown origin")
    is_single = len(inputs.symbols) == 1
    verdicts = tuple(
        verdict_prose(facts, f"s{place}", one, is_named=not is_single) for place, one in enumerate(inputs.symbols)
    )
    parts = [*_together(facts, inputs, verdicts), *_symbols(facts, inputs, is_single=is_single)]
    return Sheet(
        kind="judgement",
        facts=facts,
        title=title,
        subtitle=_subtitle(facts, inputs),
        label=label,
        headline=_headline(facts, inputs, verdicts),
        parts=(
            *parts,
            *missing_part(facts, _missing(inputs)),
            _rules(facts, inputs),
            origins_part(facts, inputs.origins, inputs.files, command=inputs.command, made_at=inputs.made_at),
        ),
    )


def _headline(facts: Facts, inputs: JudgeInputs, verdicts: tuple[Prose, ...]) -> tuple[Prose, ...]:
    """Return every verdict where there are few; else for how many symbols it speaks."""
    if not verdicts:
        return (say("There is no symbol to judge."),)
    if len(verdicts) <= _MOST_VERDICTS:
        return verdicts
    count, good = len(verdicts), sum(one.ruling is not None and one.ruling.grade == "good" for one in inputs.symbols)
    told = say(
        "The verdict speaks for {good} of {count} symbols; each has its own below.",
        good=facts.add("symbols.good", good, formats.count(good), source="judge"),
        count=facts.add("symbols.count", count, formats.count(count), source="recipe"),
    )
    return (told,)


def _subtitle(facts: Facts, inputs: JudgeInputs) -> Prose:
    symbols = facts.name("symbols", ", ".join(one.symbol for one in inputs.symbols) or "no symbol")
    cost = facts.add("cost", inputs.cost_bps, f"{inputs.cost_bps:g} basis points", source="command")
    known = [one.said for one in inputs.symbols if one.said is not None]
    if not known:
        return say("{symbols}; {cost} a trade", symbols=symbols, cost=cost)
    first, last = min(said.first for said in known), max(said.last for said in known)
    return say(
        "{symbols}, {first} to {last}; {cost} of what is traded",
        symbols=symbols,
        cost=cost,
        first=facts.add("first", first, formats.day(first), source="signal rows"),
        last=facts.add("last", last, formats.day(last), source="signal rows"),
    )


def _symbols(facts: Facts, inputs: JudgeInputs, *, is_single: bool) -> Iterator[Part]:
    most = max(200, min(2_000, _MOST_POINTS // (4 * max(1, len(inputs.symbols)))))
    for place, one in enumerate(inputs.symbols):
        key = f"s{place}"
        parts = list(symbol_parts(facts, key, one, cost_bps=inputs.cost_bps, most_points=most))
        if is_single:
            yield from (Part(heading, anchor, blocks) for heading, anchor, blocks in parts)
        elif parts:
            heading = one.symbol if one.symbol.isalpha() else f"Symbol {_letters(place)}"
            start = say("{symbol}, judged by itself.", symbol=facts.name(f"{key}.symbol", one.symbol))
            yield Part(heading, key, (start, *(block for _, _, blocks in parts for block in blocks)))


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _together(facts: Facts, inputs: JudgeInputs, verdicts: tuple[Prose, ...]) -> Iterator[Part]:
    if len(inputs.symbols) < 2:
        return
    told: tuple[Block, ...] = (Bullets(verdicts),) if len(verdicts) > _MOST_VERDICTS else ()
    blocks: list[Block] = [*told, _overview(facts, inputs)]
    if inputs.together is not None:
        blocks += _account(facts, inputs.together)
    yield Part("All symbols", "all", tuple(blocks))


def _overview(facts: Facts, inputs: JudgeInputs) -> FactTable:
    rows: list[Row] = []
    for one in inputs.symbols:
        verdict = text(RULES[one.ruling.rule][1] if one.ruling is not None else "no verdict")
        said = one.said
        found = (said.figures.sharpe, said.baselines[0].figures.sharpe, said.luck.deflated) if said else ()
        cells = [ratio(value) for value in found] or [(None, formats.NOTHING)] * 3
        rows.append((text(one.symbol), *cells, verdict))
    columns = (
        *texts("Symbol"), *numbers("Sharpe", "Buy and hold", "Deflated Sharpe"), *texts("Verdict"),
    )  # fmt: skip
    return facts.table("overview", "All symbols", columns, rows, "judge")


def _account(facts: Facts, found: Together) -> Iterator[Block]:
    yield say("All symbols in one account, beside one that holds equal parts of them.")
    columns = (*texts("Account"), *numbers(*FIGURES))
    rows = [figures_row("the recipe", found.figures), figures_row("all held", found.hold)]
    yield facts.table("together", "All in one account", columns, rows, "judge")
    ahead = (*texts("Sharpe ratio against"), *numbers("Difference", "95 % interval", "p"))
    yield facts.table("together-ahead", "How far ahead", ahead, [ahead_row("all held", found.ahead)], "judge")
    yield luck_table(facts, "together", found.luck, found.figures.sharpe, found.bars)


def _rules(facts: Facts, inputs: JudgeInputs) -> Part:
    words = say("The first rule that applies gives the verdict.")
    return Part("Rules of the verdict", "rules", (words, rules_table(facts, inputs)))


def _missing(inputs: JudgeInputs) -> tuple[str, ...]:
    return (*(f"{one.symbol}: {one.trouble}" for one in inputs.symbols if one.trouble), *inputs.notes)
