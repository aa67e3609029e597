"""The report on the latest changes of regimes, from the signal files of a recipe or of all."""

from collections.abc import Sequence

from leanrig.errors import LeanrigError, Missing
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol
from leanrig.pipeline.analyze_bars import stored_bars
from leanrig.pipeline.digest import Writing, write_draft
from leanrig.pipeline.recipes import Recipe, find_recipe
from leanrig.pipeline.sheets import MadeSheet
from leanrig.pipeline.signal_rows import SignalFile, signal_files
from leanrig.providers.symbols import parse_symbol
from leanrig.report.cite.make import Source
from leanrig.report.sheet.kinds.regime_facts import Watched
from leanrig.report.sheet.kinds.regimes_draft import RegimesInputs, draft_of_regimes
from leanrig.workspace import Workspace

__all__ = ["regimes_sheet"]


def regimes_sheet(recipe: str, writing: Writing) -> MadeSheet:
    """Write the report; `recipe` is "" for all recipes that have signal files.

    Raises
    ------
    Missing
        If there is no signal file.
    """
    files = signal_files(writing.space, recipe)
    if not files:
        raise Missing(
            "there are no signal files" + (f" of {recipe}" if recipe else ""),
            where=str(writing.space.storage / "signals" / recipe),
            cure=f"leanrig signals {recipe or 'RECIPE'}",
        )
    notes = tuple(file.trouble for file in files if file.trouble)
    watched = _watched(_once(files), writing)
    inputs = RegimesInputs(
        recipe=recipe or "all recipes",
        watched=tuple(one for one, _ in watched),
        made_at=writing.now,
        command=writing.command,
        label=" · ".join(sorted({label for _, label in watched if label})),
        notes=notes,
    )
    return write_draft(draft_of_regimes(inputs), "regimes", writing)


def _once(files: Sequence[SignalFile]) -> list[SignalFile]:
    """Leave out a file that says the very same of a symbol as one before it: recipes may share their signals."""
    found: dict[tuple[str, str], SignalFile] = {}
    for file in files:
        found.setdefault((file.symbol, file.sha256), file)
    return list(found.values())


def _watched(files: Sequence[SignalFile], writing: Writing) -> list[tuple[Watched, str]]:
    is_single = len(files) == 1
    twice = {file.symbol for file in files if sum(file.symbol == other.symbol for other in files) > 1}
    found = []
    for file in files:
        line, label = None, ""
        placed = _placed(writing.space, file)
        if placed is not None and file.rows:
            bars = stored_bars(writing.space.data, *placed, end=file.rows[-1].stamp.date())
            label = bars.origin.label if bars.origin is not None else ""
            line = bars.line if len(bars.line.times) > 1 else None
        name = f"{file.symbol} ({file.recipe})" if file.symbol in twice else file.symbol
        found.append((Watched(name, file.rows, line, Source(file.name, file.sha256), is_single=is_single), label))
    return found


def _placed(space: Workspace, file: SignalFile) -> tuple[Symbol, Resolution] | None:
    """Return symbol and bar size of a file, by its recipe; by its name where the recipe is gone."""
    try:
        recipe: Recipe = find_recipe(space, file.recipe)
        symbol = next((one for one in recipe.securities if one.ticker == file.symbol), None)
        return (symbol, recipe.bar_size) if symbol is not None else None
    except LeanrigError:
        pass
    try:
        return parse_symbol(file.symbol), Resolution.DAILY
    except LeanrigError:
        return None
