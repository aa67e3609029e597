"""How Coinbase is reached: its address, the user's key, and what it allows.

30 requests a second for a key, 10 a second for an address without one, 10,000 an hour, and the user's own budget of
100,000 a month: all hold at once.
"""

from pathlib import Path

from pydantic import SecretStr

from leanrig.errors import BadInput
from leanrig.providers.coinbase.provider import CoinbaseProvider
from leanrig.providers.coinbase.tokens import signer
from leanrig.providers.coinbase.wire import BASE_URL, Wire
from leanrig.providers.http.addresses import require_safe
from leanrig.providers.http.client import Budget, Http, Patience, Rate
from leanrig.providers.http.fingerprint import fingerprint

__all__ = ["coinbase_provider"]

_HOURLY = Rate(10_000, 3600)
_PRIVATE = (Rate(30, 1), _HOURLY)
_PUBLIC = (Rate(10, 1), _HOURLY)
_MONTHLY = Budget(100_000)
_PATIENCE = Patience()


def coinbase_provider(
    *,
    state: Path,
    api_key: SecretStr | None = None,
    api_secret: SecretStr | None = None,
    base_url: str = BASE_URL,
    patience: Patience = _PATIENCE,
    fresh_s: float = 300,
    limits: bool = True,
) -> CoinbaseProvider:
    """Return the provider; without both halves of a key it asks the public twins.

    Parameters
    ----------
    state
        Folder of the user's cache, limiter and counts.
    api_key
        The key's name, `organizations/.../apiKeys/...`.
    api_secret
        Its private key; see `tokens.private_key`.
    base_url
        Coinbase's address, or a stand-in's.
    limits
        False only against a stand-in that has none.

    Raises
    ------
    BadInput
        If only one half of a key is there, the private key is none, or `base_url` is neither https nor this machine.
    """
    if (api_key is None) != (api_secret is None):
        raise BadInput(
            "only one half of the Coinbase key is set",
            cure="set both coinbase.api_key and coinbase.api_secret, or neither for public prices",
        )
    require_safe(base_url, has_keys=api_key is not None)
    public = Http(
        "coinbase", account="public", state=state, rates=_PUBLIC if limits else (), budget=_MONTHLY if limits else None,
        patience=patience, fresh_s=fresh_s,
    )  # fmt: skip
    if api_key is None or api_secret is None:
        return CoinbaseProvider(Wire(base_url.rstrip("/"), public))
    private = Http(
        "coinbase", account=fingerprint(api_key), state=state, rates=_PRIVATE if limits else (),
        budget=_MONTHLY if limits else None, sign=signer(api_key, api_secret), secrets=(api_key, api_secret),
        patience=patience, fresh_s=fresh_s,
    )  # fmt: skip
    return CoinbaseProvider(Wire(base_url.rstrip("/"), public, private))
