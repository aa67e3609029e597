"""Signal rows as Python modules, for a cloud without an Object Store: the same lines, cut to the tier's size. Pure.

No row that the algorithm would be handed is left out, also where the regime stays: the strength moves the weight, and
each row moves the peak and the pause of the drawdown limit. Only rows from before the start, except the last of them,
are never handed out.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, time

from generator.recipe import Recipe
from leanrig.errors import BadInput, Missing
from signals.contract import HEADER, read_rows

__all__ = ["LARGEST_MODULE", "row_modules"]

LARGEST_MODULE = 32_000
"""Characters of a source file that QuantConnect's free tier takes."""

_PART = '"""Rendered by leanrig, do not edit: signal rows, part {number}."""\n\nTEXT = """\\\n{lines}"""\n'
_INDEX = '''"""Rendered by leanrig, do not edit: the signal rows, for a cloud without an Object Store."""

{imports}
# Object Store key -> what the file variant would find there, in parts.
TEXTS: dict[str, tuple[str, ...]] = {{
{entries}}}
'''


def row_modules(recipe: Recipe, read: Callable[[str], str | None], *, largest: int = LARGEST_MODULE) -> dict[str, str]:
    """Return relative path -> text of `signals/rows.py` and its parts.

    Parameters
    ----------
    read
        From a path of the workspace (`storage/signals/…/aapl.csv`) to its text; None where there is no such file.
    largest
        Characters of a module at most.

    Raises
    ------
    Missing
        If there are no rows yet.
    BadInput
        At the first bad row, as the algorithm would.
    """
    parts: list[str] = []
    entries = []
    for symbol in recipe.securities:
        key = recipe.signal_key(symbol)
        first = len(parts)
        parts += _cut(_lines(recipe, key, symbol.ticker, read), largest - len(_PART))
        names = [f"TEXT_{number:03}" for number in range(first + 1, len(parts) + 1)]
        entries.append(f'    "{key}": {_tuple(names)},\n')
    files = {
        f"signals/rows_{number:03}.py": _PART.format(number=number, lines=lines)
        for number, lines in enumerate(parts, 1)
    }
    imports = "".join(
        f"from signals.rows_{number:03} import TEXT as TEXT_{number:03}\n" for number in range(1, len(parts) + 1)
    )
    return files | {"signals/rows.py": _INDEX.format(imports=imports, entries="".join(entries))}


def _lines(recipe: Recipe, key: str, ticker: str, read: Callable[[str], str | None]) -> list[str]:
    """Return header and rows as the file has them: what has passed the contract holds no quotes, no backslashes."""
    cure = f"leanrig signals {recipe.name}"
    text = read(f"storage/{key}")
    if text is None:
        raise Missing("there are no signal rows to put into the project", where=key, cure=cure)
    try:
        rows = read_rows(text, name=key, symbol=ticker, has_sessions=recipe.has_sessions, cure=cure)
    except ValueError as error:
        raise BadInput(str(error), where=f"storage/{key}", cure=cure) from None
    # The algorithm begins later than this midnight in UTC, wherever its own day begins west of Greenwich.
    start = datetime.combine(recipe.backtest.start, time())
    earlier = sum(row.stamp < start for row in rows)
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    return [HEADER, *lines[1 + max(earlier - 1, 0) :]]


def _tuple(names: list[str]) -> str:
    """Return a tuple as the formatter leaves it."""
    return f"({names[0]},)" if len(names) == 1 else "".join(["(\n", *(f"        {name},\n" for name in names), "    )"])


def _cut(lines: list[str], largest: int) -> Iterator[str]:
    """Yield the lines, ended by a line feed each, in pieces of `largest` characters at most."""
    piece, size = list[str](), 0
    for line in lines:
        if piece and size + len(line) + 1 > largest:
            yield "".join(piece)
            piece, size = [], 0
        piece.append(f"{line}\n")
        size += len(line) + 1
    yield "".join(piece)
