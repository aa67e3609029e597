"""What models cost, in US dollars a million tokens, and what one answer cost by that."""

from collections.abc import Mapping

from leanrig.settings import ModelPrice

__all__ = ["AS_OF", "CAUTIOUS", "PRICES", "cost_of", "is_known", "price_of", "worst_cost"]

AS_OF = "2026-11-18"
PRICES: Mapping[str, ModelPrice] = {
    "gpt-6.2-sol": ModelPrice(input=2.00, output=10.00),
    "gpt-6.1-sol": ModelPrice(input=2.00, output=10.00),
    "gpt-6-sol": ModelPrice(input=2.00, output=10.00),
    "gpt-6-luna": ModelPrice(input=0.10, output=0.50),
    "gpt-6.2-astra": ModelPrice(input=8.00, output=40.00),
    "gpt-6-astra": ModelPrice(input=10.00, output=50.00),
    "gpt-5.6-terra": ModelPrice(input=2.00, output=12.00),
    "gpt-5.6-luna": ModelPrice(input=0.20, output=1.20),
    "text-embedding-3-small": ModelPrice(input=0.02),
    "text-embedding-3-large": ModelPrice(input=0.13),
}
"""The vendor's standard prices as they stood on `AS_OF`."""
CAUTIOUS = ModelPrice(input=10.00, output=50.00)
"""Counted against the limit where nobody has said what a model costs: that of the dearest known."""

_MILLION = 1_000_000
_WRITTEN = 1.25
_LONG = 272_000


def price_of(model: str, own: Mapping[str, ModelPrice]) -> ModelPrice | None:
    """Return the price of a model, the user's first; a dated name ("…-2026-04-23") has the price of the undated."""
    undated = _undated(model)
    for known in (own, PRICES):
        for name in (model, undated):
            if name in known:
                return known[name]
    return None


def is_known(model: str, own: Mapping[str, ModelPrice]) -> bool:
    """Whether somebody has said what the model costs."""
    return price_of(model, own) is not None


def cost_of(price: ModelPrice, *, sent: int, received: int, written: int = 0) -> float:
    """Return dollars, never too few: tokens read from the vendor's cache count in full.

    Parameters
    ----------
    written
        Of `sent`, those that the vendor wrote to its cache: a quarter dearer. Above 272,000 tokens all that is sent
        costs twice as much, all that is received half as much again.
    """
    is_long = sent > _LONG
    units = sent + written * (_WRITTEN - 1)
    dollars = units * price.input * (2 if is_long else 1) + received * price.output * (1.5 if is_long else 1)
    return dollars / _MILLION


def worst_cost(price: ModelPrice, *, prompt_bytes: int, most_tokens: int) -> float:
    """Return the most that a call can cost: no token is shorter than a byte, and all may be written to the cache."""
    return cost_of(price, sent=prompt_bytes, received=most_tokens, written=prompt_bytes)


def _undated(model: str) -> str:
    head, dash, tail = model[:-11], model[-11:-10], model[-10:]
    is_date = dash == "-" and tail.replace("-", "").isdigit() and tail[4:5] == "-" == tail[7:8]
    return head if is_date else model
