"""How people ask for what a report calls by its own words: added to what is embedded, never shown. Pure."""

__all__ = ["JUDGED", "in_other_words"]

_OTHER_WORDS = {
    "Look-ahead": "it used knowledge of the future",
    "fill at the close their row": "fills that nobody can get, unrealistic",
    "prices are simulated": "synthetic prices, no real market",
    "A deep drawdown": "a crash of the account",
    "Few trades": "too few trades, it may be luck",
    "One trade made": "a single trade carried the result",
    "Fees took": "costs ate the profit",
    "No fee was taken": "no costs, unrealistic",
    "Thin regime": "little evidence in this regime",
    "A short sample": "too little history",
    "where the prices came from": "unknown data source",
    "Not distinguishable from": "no real difference, no edge",
}
JUDGED = {
    "crashed": "the program crashed",
    "unfinished": "it was killed before it ended",
    "initialize_error": "it did not start",
    "runtime_error": "the code raised an error",
    "no_data": "there were no prices",
    "bankrupt": "the account lost everything",
    "all_refused": "the broker took no order",
    "cut_short": "it ended too early",
    "no_orders": "it never traded",
    "missing_data": "prices were missing",
    "some_refused": "the broker took not all orders",
}
"""How a run ended, as one would say it."""


def in_other_words(text: str) -> str:
    """Return the text with other words for what it says, where there are some."""
    others = [words for said, words in _OTHER_WORDS.items() if said in text]
    return f"{text} ({'; '.join(others)})" if others else text
