"""Figures in words, the same in every finding."""

import pandas as pd

__all__ = ["aged", "counted", "shown"]


def counted(count: int, word: str) -> str:
    """Return `1 bar`, `2 bars`."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def shown(moment: pd.Timestamp) -> str:
    """Return the moment to the minute, with its zone."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def aged(length: pd.Timedelta) -> str:
    """Return a length of time in the unit that fits it."""
    hours = length / pd.Timedelta(hours=1)
    if hours < 48:
        return f"{hours:.1f} hours"
    return f"{hours / 24:,.0f} days" if hours < 24 * 730 else f"{hours / 24 / 365.25:.1f} years"
