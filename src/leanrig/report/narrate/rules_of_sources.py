"""What the rules say of the data and of earlier runs. Pure."""

from collections.abc import Iterator

from leanrig.report.cite.citable import CitableTable
from leanrig.report.narrate.rule_words import is_known, number, ordered, sized

__all__ = ["data", "history"]

_MOST_SYMBOLS = 3


def data(table: CitableTable) -> Iterator[str]:
    """Yield where the bars came from, what is missing in them, and who ran the algorithm."""
    symbols = [key.removesuffix(".vendor") for key in table if key.startswith("data.") and key.endswith(".vendor")]
    for part in symbols[:_MOST_SYMBOLS]:
        told = [f"{{{part}.{name}}}" for name in ("vendor", "label") if f"{part}.{name}" in table]
        yield f"The record shows {', and '.join(told)}."
        if is_known(table, f"{part}.gaps"):
            yield f"There were {{{part}.gaps}}."
    if number(table, "data.missing_files"):
        yield "Keep in mind {data.missing_files}."
    if "engine.name" in table:
        yield "The record has {engine.name}."


def history(table: CitableTable) -> Iterator[str | None]:
    """Yield this run beside the one before it, the best of all before it, and what a search counted."""
    if number(table, "history.count"):
        yield "There were {history.count}."
    yield ordered(table, "account.sharpe", "previous.sharpe")
    yield sized(table, "account.drawdown", "previous.drawdown")
    if is_known(table, "previous.inputs"):
        yield "Keep in mind {previous.inputs}."
    if (number(table, "history.count") or 0) > 1:
        yield ordered(table, "account.sharpe", "history.best_sharpe")
    if number(table, "search.trials"):
        yield f"There {'was' if number(table, 'search.trials') == 1 else 'were'} {{search.trials}}."
        yield ordered(table, "account.sharpe", "search.luck")
