"""The smallest questions: whether the key is taken, and whether a pair is known.

`/v2/stocks/bars/latest` and `/v1beta3/crypto/us/latest/bars` in https://docs.alpaca.markets/reference
"""

from leanrig.providers.alpaca.fields import bad
from leanrig.providers.alpaca.wire import Query, Wire
from leanrig.providers.failures import UnknownSymbol
from leanrig.providers.http.answer import Answer

__all__ = ["ask_for_a_coin", "ask_with_key", "knows_coin"]

_STOCK, _COIN = "AAPL", "BTC/USD"


def ask_with_key(wire: Wire) -> None:
    """Ask the data host for one bar of IEX, which every account may read; raises what any request would raise."""
    query: Query = {"symbols": _STOCK, "feed": "iex"}
    wire.data_now("/v2/stocks/bars/latest", query, _read_symbols)


def ask_for_a_coin(wire: Wire) -> None:
    """Ask the data host for one bar of a pair, which takes no key."""
    query: Query = {"symbols": _COIN}
    wire.data_now("/v1beta3/crypto/us/latest/bars", query, _read_symbols)


def knows_coin(wire: Wire, pair: str) -> bool:
    """Whether there is a bar of the pair at all."""
    query: Query = {"symbols": pair}
    try:
        return pair in wire.data("/v1beta3/crypto/us/latest/bars", query, _read_symbols).page
    except UnknownSymbol:
        return False


def _read_symbols(answer: Answer) -> frozenset[str]:
    body = answer.json()
    found = body.get("bars", ...) if isinstance(body, dict) else ...
    if found is not None and not isinstance(found, dict):
        raise bad("bars", "latest bars")
    return frozenset(found or ())
