"""From a key to the wire: address, signature, and how often we ask."""

from pathlib import Path

from pydantic import SecretStr

from leanrig.providers.http.cache import Cache
from leanrig.providers.http.client import Http, Patience, Rate
from leanrig.providers.http.fingerprint import fingerprint
from leanrig.providers.perplexity.wire import BASE_URL, VENDOR, Wire

__all__ = ["QUERIES_PER_HOUR", "perplexity_wire"]

QUERIES_PER_HOUR = 100
_SLOWEST_TIER = Rate(1, 1)
# An answer with searches takes long; a turn within the hour is not waited for.
_PATIENCE = Patience(timeout_s=60, attempts=3, deadline_s=90, queue_s=20)


def perplexity_wire(
    *,
    state: Path,
    api_key: SecretStr,
    base_url: str = BASE_URL,
    queries_per_hour: int = QUERIES_PER_HOUR,
    rates: tuple[Rate, ...] | None = None,
    patience: Patience = _PATIENCE,
) -> Wire:
    """Return the way to Perplexity under one key.

    Parameters
    ----------
    state
        Folder of copies, limiter and counts: the hour's queries are counted over all processes of the user.
    base_url
        The vendor's, or a stand-in's on loopback.
    queries_per_hour
        Our own budget; each attempt counts.
    rates
        Other limits than these; `()` for none.
    """

    def sign(_method: str, _url: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {api_key.get_secret_value()}"}

    http = Http(
        VENDOR,
        account=fingerprint(api_key),
        state=state,
        rates=(Rate(queries_per_hour, 3600), _SLOWEST_TIER) if rates is None else rates,
        sign=sign,
        secrets=(api_key,),
        patience=patience,
    )
    return Wire(http, Cache(state / "http" / "cache.sqlite"), base_url.rstrip("/"))
