"""All stand-ins behind one market, and the environment that points leanrig at them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from leanrig.clock import utc_now
from leanrig.standins.alpaca import make_alpaca
from leanrig.standins.coinbase import make_coinbase
from leanrig.standins.market import Market
from leanrig.standins.openai import OPENAI_KEY, make_openai
from leanrig.standins.perplexity import PERPLEXITY_KEY, make_perplexity
from leanrig.standins.polygon import make_polygon
from leanrig.standins.server import Standin

__all__ = ["World", "make_world"]

POLYGON_KEY = "sandbox-polygon-key"
ALPACA_KEY, ALPACA_SECRET = "sandbox-alpaca-key", "sandbox-alpaca-secret"


@dataclass(frozen=True, slots=True)
class World:
    """The stand-ins by vendor, not started yet."""

    market: Market
    standins: dict[str, Standin]
    limits: bool = False

    def environment(self, urls: Mapping[str, str]) -> dict[str, str]:
        """Return the variables that make leanrig ask these vendors at `urls`; Coinbase by its public twins."""
        return {
            "LEANRIG_POLYGON_URL": urls["polygon"],
            "LEANRIG_ALPACA_DATA_URL": urls["alpaca"],
            "LEANRIG_ALPACA_TRADING_URL": urls["alpaca"],
            "LEANRIG_COINBASE_URL": urls["coinbase"],
            "LEANRIG_PERPLEXITY_URL": urls["perplexity"],
            "LEANRIG_OPENAI_URL": f"{urls['openai']}/v1",
            "LEANRIG_LOCAL_MODEL_URL": f"{urls['local']}/v1",
            "LEANRIG_LIMITS": "on" if self.limits else "off",
            "POLYGON_API_KEY": POLYGON_KEY,
            "APCA_API_KEY_ID": ALPACA_KEY,
            "APCA_API_SECRET_KEY": ALPACA_SECRET,
            "PERPLEXITY_API_KEY": PERPLEXITY_KEY,
            "OPENAI_API_KEY": OPENAI_KEY,
        }


def make_world(*, now: Callable[[], datetime] = utc_now, limits: bool = False, seed: int = 7) -> World:
    """Return all vendors over one market.

    Parameters
    ----------
    now
        The clock of all of them.
    limits
        Whether they refuse who asks more often than the real ones allow.
    """
    market = Market(seed=seed)
    return World(
        market,
        {
            "polygon": make_polygon(market, now=now, api_key=POLYGON_KEY, limits=limits),
            "alpaca": make_alpaca(market, now=now, api_key=ALPACA_KEY, api_secret=ALPACA_SECRET, limits=limits),
            "coinbase": make_coinbase(market, now=now, limits=limits),
            "perplexity": make_perplexity(now=now, limits=limits),
            "openai": make_openai(now=now),
            "local": make_openai(now=now, is_local=True),
        },
        limits,
    )
