"""How Polygon is reached: its address, the user's key, and what the plan allows."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from leanrig.clock import utc_now
from leanrig.providers.http.client import Http
from leanrig.providers.http.fingerprint import fingerprint
from leanrig.providers.http.rates import Patience, Rate
from leanrig.providers.polygon.provider import PolygonProvider
from leanrig.providers.polygon.wire import Plan, Wire

__all__ = ["BASE_URL", "RATES", "polygon_provider"]

BASE_URL = "https://api.massive.com"
# The free plan's own limit; "no more than 100 a second" on the others, with some room.
RATES: dict[Plan, tuple[Rate, ...]] = {"free": (Rate(5, 60),), "paid": (Rate(90, 1),)}
_PATIENCE = Patience()


def polygon_provider(
    *,
    state: Path,
    api_key: SecretStr | None = None,
    plan: Plan = "free",
    base_url: str = BASE_URL,
    rates: tuple[Rate, ...] | None = None,
    patience: Patience = _PATIENCE,
    fresh_s: float = 300,
    now: Callable[[], datetime] = utc_now,
) -> PolygonProvider:
    """Return the provider of one account.

    Parameters
    ----------
    state
        Folder of cache, limiter and counts.
    api_key
        Without one nothing can be asked: `serves` says no to everything.
    plan
        "free" or "paid": how often the vendor may be asked, and what is said where it refuses.
    base_url
        `https://api.massive.com`, `https://api.polygon.io`, or a stand-in's on loopback.
    rates
        Other limits than the plan's; `()` for none.
    now
        Tells today, beyond which nothing is asked.
    """

    def sign(_method: str, _url: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {api_key.get_secret_value()}"} if api_key is not None else {}

    keys = [api_key] if api_key is not None else []
    http = Http(
        "polygon",
        account=fingerprint(*keys),
        state=state,
        rates=RATES[plan] if rates is None else rates,
        sign=sign,
        secrets=keys,
        patience=patience,
        fresh_s=fresh_s,
    )
    return PolygonProvider(Wire(http, base_url, plan), has_key=api_key is not None, now=now)
