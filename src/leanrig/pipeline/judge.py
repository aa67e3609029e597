"""judge: a recipe's signal rows are held against what came after them, and told in one page. The page always comes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from generator.recipe import Recipe, load_recipe
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.pipeline.artifacts import claim_run_folder
from leanrig.pipeline.fetch import Told
from leanrig.pipeline.judge_material import Material, brought, currency_of, limits_of, material_of
from leanrig.pipeline.judge_trials import count_judge, counted_of
from leanrig.pipeline.judge_values import ruling_of, said_of, together_of
from leanrig.pipeline.sheets import Form, sheet_templates, write_forms
from leanrig.report.sheet.kinds.judge_inputs import JudgedSymbol, JudgeInputs
from leanrig.report.sheet.kinds.judge_inputs import Together as PlainTogether
from leanrig.report.sheet.kinds.judge_sheet import sheet_of_judge
from leanrig.report.sheet.sheet import Sheet
from leanrig.settings import Settings
from leanrig.workspace import Workspace
from research.judge import Counted, Grade, Judged, Verdict, judge, verdict_of
from research.judging.together import together
from research.judging.verdict import OVERFIT, SURE

__all__ = ["Asked", "JudgedRecipe", "JudgedRow", "asked_symbols", "described", "judge_recipe", "judged_row"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be judged.

    Parameters
    ----------
    symbol
        One of the recipe's; all of them where it is empty.
    vendor
        In place of the recipe's own, where bars have to be fetched.
    """

    recipe_file: Path
    symbol: str = ""
    cost_bps: float = 10.0
    vendor: str | None = None
    command: str = ""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One symbol: what was found and how it was ruled; `trouble` where nothing could be."""

    symbol: str
    judged: Judged | None = None
    verdict: Verdict | None = None
    trouble: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the verdict speaks for it."""
        return self.verdict is not None and self.verdict.grade is Grade.GOOD


@dataclass(frozen=True, slots=True)
class JudgedRecipe:
    """What was judged and written; `trials` are those counted, this one among them."""

    recipe: Recipe
    folder: Path
    rows: tuple[JudgedRow, ...]
    trials: int
    is_new_trial: bool
    sheet: Sheet = field(repr=False)
    files: Mapping[Form, Path] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether the verdict of every symbol speaks for it."""
        return bool(self.rows) and all(row.is_good for row in self.rows)

    @property
    def headline(self) -> str:
        """What the page says first."""
        return " ".join(str(sentence) for sentence in self.sheet.headline)


def judge_recipe(
    space: Workspace,
    asked: Asked,
    settings: Settings,
    *,
    now: datetime,
    forms: tuple[Form, ...] = ("html",),
    output: Path | None = None,
    progress: Told = lambda share, word, left_s=None, /: None,  # noqa: ARG005
) -> JudgedRecipe:
    """Bring what is missing, judge every symbol, count the look, write the page; what cannot be judged is said on it.

    Raises
    ------
    BadInput
        If the recipe, the symbol or the cost is none.
    LeanrigError
        If nothing can be fetched and nothing is stored.
    """
    recipe = load_recipe(asked.recipe_file)
    symbols = asked_symbols(recipe, asked)
    notes = brought(space, recipe, settings, vendor=asked.vendor, now=now, progress=progress)
    materials = [
        material_of(space, recipe, symbol, now=now) for symbol in recipe.securities if symbol.ticker in symbols
    ]
    plain = [judged_row(recipe, material, asked) for material in materials]
    is_new, uncounted = count_judge(
        space, asked.recipe_file, recipe, [row.judged for row in plain if row.judged], now=now
    )
    counted, troubles = counted_of(space, recipe)
    rows = tuple(judged_row(recipe, material, asked, counted) for material in materials)
    notes = (*notes, *uncounted, *troubles, *(note for material in materials for note in material.notes))
    sheet = sheet_of_judge(_inputs(recipe, materials, rows, asked, counted, notes=notes, now=now))
    folder = output or claim_run_folder(space.artifacts, recipe.run_name, now)
    folder.mkdir(parents=True, exist_ok=True)
    files = write_forms(sheet, (*forms, "json"), folder, "judge", read=sheet_templates(space.root))
    write_text(
        folder / "facts.json", json.dumps(sheet.facts.as_json(), indent=1, ensure_ascii=False, default=str) + "\n"
    )
    return JudgedRecipe(recipe, folder, rows, counted.trials, is_new, sheet, files)


def asked_symbols(recipe: Recipe, asked: Asked) -> tuple[str, ...]:
    """Return the tickers that are asked for; raise `BadInput` for one that the recipe does not trade."""
    known = tuple(symbol.ticker for symbol in recipe.securities)
    if not asked.cost_bps >= 0 or asked.cost_bps > 10_000:
        raise BadInput(f"--cost {asked.cost_bps:g} is no cost", cure="basis points of what is traded, from 0 to 10000")
    if not asked.symbol:
        return known
    if asked.symbol.upper() not in known:
        raise BadInput(
            f"the recipe {recipe.name} does not trade {asked.symbol}", where=str(asked.recipe_file),
            cure=f"--symbol {' or '.join(known)}",
        )  # fmt: skip
    return (asked.symbol.upper(),)


def judged_row(recipe: Recipe, material: Material, asked: Asked, counted: Counted | None = None) -> JudgedRow:
    """Return one symbol, judged; why it could not be, where it could not."""
    ticker = material.symbol.ticker
    if material.trouble:
        return JudgedRow(ticker, trouble=material.trouble)
    try:
        found = judge(
            list(material.rows),
            material.prices,
            limits=limits_of(recipe),
            cost_bps=asked.cost_bps,
            counted=counted,
        )
    except BadInput as error:
        return JudgedRow(ticker, trouble=": ".join(part for part in (error.what, error.where) if part))
    except ValueError as error:
        return JudgedRow(ticker, trouble=str(error))
    return JudgedRow(ticker, found, verdict_of(found))


def described(name: str, parameters: Mapping[str, object]) -> str:
    """Return a detector or strength with its parameters."""
    told = ", ".join(f"{key} {value}" for key, value in parameters.items())
    return f"{name} ({told})" if told else name


def _origins(recipe: Recipe, materials: list[Material]) -> tuple[tuple[str, str], ...]:
    """Return what a page rests on: detector, strength, limits, bars."""
    signals = recipe.signals
    return (
        ("Regimes by", described(signals.regime, signals.regime_parameters)),
        ("Strength by", described(signals.strength, signals.strength_parameters)),
        ("Weights by", "the sizer of the recipe's algorithm, under its limits, each symbol an account of its own"),
        *(("Bars", f"{one.symbol.ticker}: {one.vendor}") for one in materials if one.vendor),
    )


def _inputs(
    recipe: Recipe,
    materials: list[Material],
    rows: tuple[JudgedRow, ...],
    asked: Asked,
    counted: Counted,
    *,
    notes: tuple[str, ...],
    now: datetime,
) -> JudgeInputs:
    labels = sorted({one.label for one in materials if one.label})
    return JudgeInputs(
        recipe=recipe.name,
        symbols=tuple(_plain(row, material) for row, material in zip(rows, materials, strict=True)),
        made_at=now,
        command=asked.command,
        cost_bps=asked.cost_bps,
        label=" · ".join(labels),
        sure=SURE,
        overfit=OVERFIT,
        together=_together(rows, counted),
        notes=notes,
        origins=_origins(recipe, materials),
        files={name: digest for one in materials for name, digest in one.files.items()},
    )


def _plain(row: JudgedRow, material: Material) -> JudgedSymbol:
    said = said_of(row.judged, material.prices) if row.judged is not None else None
    ruling = ruling_of(row.verdict) if row.verdict is not None else None
    return JudgedSymbol(row.symbol, currency_of(material.symbol), said, ruling, row.trouble)


def _together(rows: tuple[JudgedRow, ...], counted: Counted) -> PlainTogether | None:
    found = [row.judged for row in rows if row.judged is not None]
    if len(found) < 2:
        return None
    try:
        return together_of(together(found, counted=counted))
    except BadInput:
        return None  # bars of different lengths: each stands by itself
