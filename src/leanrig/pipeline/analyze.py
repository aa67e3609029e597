"""analyze: one symbol's bars become facts, regimes and text, without a back-test. The report always comes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from generator.recipe import Data, Recipe, Signals
from leanrig.errors import BadInput, LeanrigError
from leanrig.files import write_text
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.pipeline.analyze_bars import Bars, stored_bars
from leanrig.pipeline.artifacts import claim_run_folder
from leanrig.pipeline.context import gather_context
from leanrig.pipeline.fetch import Told, fetch
from leanrig.pipeline.narration_record import RECORD
from leanrig.pipeline.report import Telling
from leanrig.pipeline.sheet_facts import facts_json
from leanrig.pipeline.sheets import Form, MadeSheet, sheet_templates, tell, write_forms
from leanrig.pipeline.vendors import provider_of
from leanrig.providers.symbols import pair_of
from leanrig.report.inputs import SignalRow
from leanrig.report.sheet.kinds.symbol_draft import draft_of_symbol
from leanrig.report.sheet.kinds.symbol_inputs import Mode, SymbolInputs
from leanrig.settings import Settings
from leanrig.workspace import Workspace
from research.produce import produce
from signals.contract import Row, written

__all__ = ["Analyzed", "Asked", "analyze"]

_DEFAULT = Signals(regime_parameters={"train_bars": 252, "refit_every": 126})
"""As in the recipe of the sample."""
_BENCHMARKS = {SecurityType.EQUITY: "SPY", SecurityType.CRYPTO: "BTCUSD"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be analysed.

    Parameters
    ----------
    start, end
        The days to fetch, both included. Bars that are stored from before count too.
    recipe
        Where detector and strength come from; None for the sample's.
    benchmark
        The symbol to hold it against, where its bars are stored; None for the usual one.
    """

    symbol: Symbol
    resolution: Resolution
    vendor: str
    start: date
    end: date
    mode: Mode = "quick"
    recipe: Recipe | None = None
    benchmark: str | None = None
    seed: int = 7
    context: bool = False
    command: str = ""


@dataclass(frozen=True, slots=True)
class Analyzed:
    """What was made: the report with its files, the facts' file, and whether there was anything to analyse."""

    made: MadeSheet
    folder: Path
    facts_file: Path
    has_bars: bool
    has_regimes: bool


def analyze(
    space: Workspace,
    asked: Asked,
    settings: Settings,
    *,
    now: datetime,
    telling: Telling | None = None,
    forms: tuple[Form, ...] = ("html",),
    output: Path | None = None,
    progress: Told = lambda share, word, left_s=None, /: None,  # noqa: ARG005
) -> Analyzed:
    """Fetch, compute the rows, gather the facts, tell them; what goes wrong on the way is said on the page.

    Raises
    ------
    BadInput
        If a template does not fit this version.
    """
    notes = _fetched(space, asked, settings, now=now, progress=progress)
    bars = stored_bars(space.data, asked.symbol, asked.resolution, end=asked.end)
    rows, trouble = _rows(asked, bars, progress)
    inputs = _inputs(space, asked, bars, rows, trouble=trouble, notes=notes, now=now)
    draft = draft_of_symbol(inputs)
    folder = output or claim_run_folder(space.artifacts, asked.symbol.ticker, now)
    folder.mkdir(parents=True, exist_ok=True)
    read = sheet_templates(space.root)
    context = gather_context([asked.symbol], settings, now=now, folder=folder) if asked.context else None
    made = tell(draft, telling or Telling(), read=read, record=folder / RECORD, context=context)
    files = write_forms(made.sheet, (*forms, "json"), folder, "analysis", read=read)
    if rows:
        write_text(folder / "signals.csv", written(list(rows)))
    facts_file = write_text(folder / "facts.json", facts_json(draft, made.sheet.facts))
    return Analyzed(replace(made, files=files), folder, facts_file, bool(inputs.line.times), bool(rows))


def _fetched(space: Workspace, asked: Asked, settings: Settings, *, now: datetime, progress: Told) -> tuple[str, ...]:
    """Fetch, and return what went wrong: bars that are there already are used then."""
    warned: list[str] = []
    try:
        fetch(
            space.data,
            [asked.symbol],
            provider_of(asked.vendor, settings=settings, seed=asked.seed),
            resolution=asked.resolution,
            start=asked.start,
            end=asked.end,
            last_year=now.year + 2,
            now=now,
            progress=progress,
            warn=warned.append,
        )
    except LeanrigError as error:
        return (*warned, f"Nothing new was fetched: {error.what}")
    return tuple(warned)


def _rows(asked: Asked, bars: Bars, progress: Callable[[float, str], None]) -> tuple[tuple[Row, ...], str]:
    """Return the rows, and why there are none."""
    if bars.closes.empty:
        return (), "there are no bars"
    signals = asked.recipe.signals if asked.recipe is not None else _DEFAULT
    start = bars.closes.index[0].date()
    # Only these two are asked for: nothing is traded here, so that no broker has to take the symbol.
    recipe = Recipe.model_construct(signals=signals, data=Data(start=start, end=asked.end))
    try:
        return produce(recipe, asked.symbol.ticker, bars.closes, progress=progress).rows, ""
    except (BadInput, ValueError) as error:
        return (), error.what if isinstance(error, BadInput) else str(error)


def _inputs(
    space: Workspace,
    asked: Asked,
    bars: Bars,
    rows: tuple[Row, ...],
    *,
    trouble: str,
    notes: tuple[str, ...],
    now: datetime,
) -> SymbolInputs:
    signals = asked.recipe.signals if asked.recipe is not None else _DEFAULT
    name = _benchmark_of(asked)
    benchmark = _benchmark(space, asked, name)
    if name and asked.benchmark and benchmark is None:
        notes = (*notes, f"No bars of the benchmark {name} are stored")
    return SymbolInputs(
        symbol=asked.symbol.ticker,
        line=bars.line,
        made_at=now,
        command=asked.command,
        mode=asked.mode,
        resolution=str(asked.resolution),
        currency=_currency(asked.symbol),
        rows=tuple(
            SignalRow(row.stamp.replace(tzinfo=now.tzinfo), str(row.regime), row.confidence, row.strength)
            for row in rows
        ),
        trouble=trouble,
        detector=signals.regime,
        strength=signals.strength,
        recipe=asked.recipe.name if asked.recipe is not None else "",
        origin=bars.origin,
        benchmark_name=name if benchmark is not None else "",
        benchmark=benchmark.line if benchmark is not None else None,
        notes=notes,
        files=bars.files,
    )


def _benchmark_of(asked: Asked) -> str:
    if asked.benchmark is not None:
        return asked.benchmark.upper()
    chosen = asked.recipe.backtest.benchmark if asked.recipe is not None else ""
    usual = _BENCHMARKS.get(asked.symbol.security_type, "")
    return next((name for name in (chosen, usual) if name and name != asked.symbol.ticker), "")


def _benchmark(space: Workspace, asked: Asked, name: str) -> Bars | None:
    if not name or name == asked.symbol.ticker:
        return None
    try:
        symbol = Symbol.parse(name, asked.symbol.security_type, asked.symbol.market)
    except BadInput:
        return None
    found = stored_bars(space.data, symbol, asked.resolution, end=asked.end)
    return None if found.closes.empty else found


def _currency(symbol: Symbol) -> str:
    if symbol.security_type is SecurityType.EQUITY:
        return "USD"
    try:
        return pair_of(symbol)[1]
    except BadInput:
        return "USD"
