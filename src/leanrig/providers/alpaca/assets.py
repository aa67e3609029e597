"""What can be traded: `/v2/assets` in https://docs.alpaca.markets/reference"""

from collections.abc import Sequence
from dataclasses import dataclass

from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.fields import Row, bad, flag, text
from leanrig.providers.alpaca.wire import Query, Wire
from leanrig.providers.failures import UnknownSymbol
from leanrig.providers.http.answer import Answer

__all__ = ["Asset", "asset", "assets", "read_asset", "read_assets"]


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset.

    `symbol` is the vendor's spelling (`BTC/USD`); `asset_class`, `exchange` and `status` are its words as they come.
    """

    id: str
    symbol: str
    name: str
    asset_class: str
    exchange: str
    status: str
    tradable: bool
    fractionable: bool
    shortable: bool
    easy_to_borrow: bool
    marginable: bool
    attributes: tuple[str, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether it is listed now."""
        return self.status == "active"


def asset(wire: Wire, symbol: Symbol) -> Asset | None:
    """Return the asset, None where the vendor has none of that name."""
    try:
        return wire.trading(f"/v2/assets/{symbol.ticker}", {}, read_asset).page
    except UnknownSymbol:
        return None


def assets(
    wire: Wire, security_type: SecurityType = SecurityType.EQUITY, *, status: str = "active"
) -> tuple[Asset, ...]:
    """Return all assets of a kind; some ten thousand for stocks."""
    kind = "crypto" if security_type is SecurityType.CRYPTO else "us_equity"
    query: Query = {"status": status, "asset_class": kind}
    return wire.trading("/v2/assets", query, read_assets).page


def read_asset(answer: Answer) -> Asset:
    """Return one asset; raise `BadAnswer` where it is none."""
    return _asset(answer.json())


def read_assets(answer: Answer) -> tuple[Asset, ...]:
    """Return a list of assets; raise `BadAnswer` where it is none."""
    body = answer.json()
    if not isinstance(body, list):
        raise bad("assets", "assets", "is no list")
    return tuple(_asset(row) for row in body)


def _asset(row: Row) -> Asset:
    if not isinstance(row, dict):
        raise bad("asset", "assets", "is no object")
    symbol = text(row, "symbol", "an asset")
    words: Sequence[str] = row.get("attributes") or ()
    return Asset(
        id=text(row, "id", symbol),
        symbol=symbol,
        name=text(row, "name", symbol, default=""),
        asset_class=text(row, "class", symbol),
        exchange=text(row, "exchange", symbol, default=""),
        status=text(row, "status", symbol),
        tradable=flag(row, "tradable", symbol),
        fractionable=flag(row, "fractionable", symbol, default=False),
        shortable=flag(row, "shortable", symbol, default=False),
        easy_to_borrow=flag(row, "easy_to_borrow", symbol, default=False),
        marginable=flag(row, "marginable", symbol, default=False),
        attributes=tuple(str(word) for word in words),
    )
