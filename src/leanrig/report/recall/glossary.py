"""How people ask for what a report calls by its own words: added to what is embedded, never shown. Pure."""

__all__ = ["in_other_words"]

_OTHER_WORDS = {
    "Look-ahead": "it used knowledge of the future",
    "fill at the close their row": "fills that nobody can get, unrealistic",
    "prices are simulated": "synthetic prices, no real market",
    "Few trades": "too few trades, it may be luck",
    "One trade made": "a single trade carried the result",
    "Fees took": "costs ate the profit",
    "No fee was taken": "no costs, unrealistic",
    "Thin regime": "little evidence in this regime",
    "A short sample": "too little history",
    "where the prices came from": "unknown data source",
    "Not distinguishable from": "no real difference, no edge",
}


def in_other_words(text: str) -> str:
    """Return the text with other words for what it says, where there are some."""
    others = [words for said, words in _OTHER_WORDS.items() if said in text]
    return f"{text} ({'; '.join(others)})" if others else text
