"""The leak premium of a recipe's detector, or of another one on its symbols, in one page."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.recipe import Recipe, load_recipe
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.pipeline.artifacts import claim_run_folder
from leanrig.pipeline.fetch import Told
from leanrig.pipeline.judge import Asked, asked_symbols, described, judged_row
from leanrig.pipeline.judge_leaks import measured_of
from leanrig.pipeline.judge_material import brought, material_of
from leanrig.pipeline.judge_trials import count_judge
from leanrig.pipeline.sheets import Form, sheet_templates, write_forms
from leanrig.report.sheet.kinds.judge_premium_inputs import Measured, PremiumInputs
from leanrig.report.sheet.kinds.judge_premium_sheet import sheet_of_premium
from leanrig.report.sheet.sheet import Sheet
from leanrig.settings import Settings
from leanrig.workspace import Workspace
from signals.catalogue import make_detector

__all__ = ["Premium", "premium_of"]


@dataclass(frozen=True, slots=True)
class Premium:
    """What was measured and written."""

    recipe: Recipe
    detector: str
    folder: Path
    measured: tuple[Measured, ...]
    sheet: Sheet = field(repr=False)
    files: dict[Form, Path] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether anything could be measured."""
        return any(one.leaks for one in self.measured)

    @property
    def headline(self) -> str:
        """What the page says first."""
        return " ".join(str(sentence) for sentence in self.sheet.headline)


def premium_of(
    space: Workspace,
    asked: Asked,
    settings: Settings,
    *,
    detector: str = "",
    now: datetime,
    forms: tuple[Form, ...] = ("html",),
    output: Path | None = None,
    progress: Told = lambda share, word, left_s=None, /: None,  # noqa: ARG005
) -> Premium:
    """Measure honest beside dishonest and write the page; what cannot be measured is said on it.

    Parameters
    ----------
    detector
        Another one than the recipe's, with its default parameters, alone on the recipe's symbols.

    Raises
    ------
    BadInput
        If the recipe, the symbol, the cost or the detector is none.
    """
    recipe = load_recipe(asked.recipe_file)
    symbols = asked_symbols(recipe, asked)
    name, parameters = _chosen(recipe, detector)
    notes = brought(space, recipe, settings, vendor=asked.vendor, now=now, progress=progress)
    materials = [
        material_of(space, recipe, symbol, now=now) for symbol in recipe.securities if symbol.ticker in symbols
    ]
    is_own = not detector or detector == recipe.signals.regime
    if is_own:
        shown = [judged_row(recipe, material, asked).judged for material in materials]
        _, uncounted = count_judge(space, asked.recipe_file, recipe, [one for one in shown if one], now=now)
        notes = (*notes, *uncounted)
    measured = tuple(
        one
        for material in materials
        for one in measured_of(recipe, material, lambda: make_detector(name, parameters), asked.cost_bps, is_own=is_own)
    )
    inputs = PremiumInputs(
        recipe=recipe.name,
        detector=name,
        measured=measured,
        made_at=now,
        command=asked.command,
        cost_bps=asked.cost_bps,
        label=" · ".join(sorted({one.label for one in materials if one.label})),
        notes=(*notes, *(note for one in materials for note in one.notes)),
        origins=(
            ("Regimes by", described(name, parameters)),
            *(("Bars", f"{one.symbol.ticker}: {one.vendor}") for one in materials if one.vendor),
        ),
        files={file: digest for one in materials for file, digest in one.files.items()},
    )
    sheet = sheet_of_premium(inputs)
    folder = output or claim_run_folder(space.artifacts, recipe.run_name, now)
    folder.mkdir(parents=True, exist_ok=True)
    files = write_forms(sheet, (*forms, "json"), folder, "leak-premium", read=sheet_templates(space.root))
    write_text(
        folder / "facts.json", json.dumps(sheet.facts.as_json(), indent=1, ensure_ascii=False, default=str) + "\n"
    )
    return Premium(recipe, name, folder, measured, sheet, files)


def _chosen(recipe: Recipe, detector: str) -> tuple[str, dict[str, Any]]:
    """Return name and parameters of the detector; raise `BadInput` for one that nobody knows."""
    if not detector or detector == recipe.signals.regime:
        return recipe.signals.regime, dict(recipe.signals.regime_parameters)
    try:
        make_detector(detector, {})
    except ValueError as error:
        raise BadInput(str(error), where="--detector", cure="leave it out for the recipe's own") from None
    return detector, {}
