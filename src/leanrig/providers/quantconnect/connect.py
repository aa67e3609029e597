"""From keys to the API: address, signature, and how often we ask."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import SecretStr

from leanrig.providers.http.addresses import is_loopback
from leanrig.providers.http.client import Http, Patience, Rate
from leanrig.providers.http.fingerprint import fingerprint
from leanrig.providers.quantconnect.wire import BASE_URL, VENDOR, WAITS_S, Api, signer

__all__ = ["quantconnect_api"]

# The vendor publishes no figure; this is what a person with two windows open would need.
_RATE = Rate(60, 30)
_PATIENCE = Patience(timeout_s=30)


def quantconnect_api(
    *,
    state: Path,
    user_id: int,
    token: SecretStr,
    base_url: str = BASE_URL,
    patience: Patience = _PATIENCE,
    waits_s: Sequence[float] = WAITS_S,
) -> Api:
    """Return the API under one account; a stand-in on this machine is asked without limits.

    Parameters
    ----------
    state
        Folder of the user's limiter and counts.
    waits_s
        Before asking again after an answer that says we ask too often.
    """
    http = Http(
        VENDOR,
        account=fingerprint(SecretStr(str(user_id)), token),
        state=state,
        rates=() if is_loopback(base_url) else (_RATE,),
        sign=signer(user_id, token),
        secrets=(token,),
        patience=patience,
    )
    return Api(http, base_url, waits_s=waits_s)
