"""How much of Lean an algorithm needs, judged from its source: the tier that a table of conformance is sorted by."""

import re

__all__ = ["TIERS", "tier_of"]

TIERS = {
    "T1": "orders, portfolio and data of plain subscriptions",
    "T2": "indicators, consolidators, history, schedules, warm-up",
    "T3": "custom data and the object store",
    "T4": "the framework over chosen securities",
    "T5": "universes that select",
    "T6": "options and futures",
}
# From the highest need to the lowest: the first that is found decides.
_MARKS = (
    (
        "T6",
        r"add_(?:option|future|index_option)|\bOption(?:s|Chain|Contract|Strateg|Universe|Right|Price)|\bFuture(?:s|Chain|Option)|SecurityType\.(?:OPTION|FUTURE)|option_chain",
    ),
    (
        "T5",
        r"add_universe(?!_options)|UniverseSelectionModel\b(?<!ManualUniverseSelectionModel)|\bself\.universe\.|etf_constituents|ScheduledUniverse|Fundamental",
    ),
    (
        "T4",
        r"set_(?:alpha|portfolio_construction|execution|risk_management)|add_(?:alpha|risk_management)|add_universe_selection|set_universe_selection|BaseFramework",
    ),
    ("T3", r"\bPythonData\b|add_data\(|object_store"),
    (
        "T2",
        r"(?i:indicator)|consolidat|\.history|schedule\.|set_warm_?up|add_index|self\.(?:sma|ema|macd|rsi|bb|atr|adx|mom|std|trin|vwap)\(",
    ),
)


def tier_of(source: str) -> str:
    """Return the tier of an algorithm by the text of its Python file."""
    return next((tier for tier, mark in _MARKS if re.search(mark, source)), "T1")
