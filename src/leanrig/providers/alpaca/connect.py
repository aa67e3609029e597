"""From settings to a provider: hosts, keys, limits."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from leanrig.clock import utc_now
from leanrig.providers.alpaca.feeds import Feed, Plan
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.providers.alpaca.wire import DATA_URL, LIVE_URL, PAPER_URL, Wire
from leanrig.providers.http.client import Http, Patience, Rate
from leanrig.providers.http.fingerprint import fingerprint

__all__ = ["DATA_URL", "LIVE_URL", "PAPER_URL", "alpaca_provider", "alpaca_wire"]

_ACCOUNT = Rate(200, 60)
_PLUS = Rate(10_000, 60)
_PATIENCE = Patience()


def alpaca_provider(
    *,
    state: Path,
    api_key: SecretStr | None = None,
    api_secret: SecretStr | None = None,
    paper: bool = True,
    feed: Feed = "auto",
    plan: Plan = "basic",
    recent: Literal["iex"] | None = None,
    data_url: str | None = None,
    trading_url: str | None = None,
    limits: bool = True,
    patience: Patience = _PATIENCE,
    fresh_s: float = 300,
    now: Callable[[], datetime] = utc_now,
) -> AlpacaProvider:
    """Return the provider; without both keys it has coins only.

    Parameters
    ----------
    state
        Folder of the user's cache, limiter and counts.
    paper
        Whose keys these are: a paper account's or a live one's. Each has keys and a trading host of its own.
    plan
        "basic" (200 requests a minute over both hosts) or "plus" (Algo Trader Plus: 10,000 for data alone).
    data_url, trading_url
        Other hosts, such as a stand-in's.
    limits
        False only against a stand-in that has none.
    """
    wire = alpaca_wire(
        state=state,
        api_key=api_key,
        api_secret=api_secret,
        paper=paper,
        plan=plan,
        data_url=data_url,
        trading_url=trading_url,
        limits=limits,
        patience=patience,
        fresh_s=fresh_s,
    )
    return AlpacaProvider(wire, feed, plan, recent, now)


def alpaca_wire(
    *,
    state: Path,
    api_key: SecretStr | None = None,
    api_secret: SecretStr | None = None,
    paper: bool = True,
    plan: Plan = "basic",
    data_url: str | None = None,
    trading_url: str | None = None,
    limits: bool = True,
    patience: Patience = _PATIENCE,
    fresh_s: float = 300,
) -> Wire:
    """Return the two hosts under one account; see `alpaca_provider`."""
    keys = (api_key, api_secret) if api_key is not None and api_secret is not None else None

    def http(account: str, rate: Rate) -> Http:
        return Http(
            "alpaca",
            account=account,
            state=state,
            rates=(rate,) if limits else (),
            sign=_sign(*keys) if keys else None,
            secrets=keys or (),
            patience=patience,
            fresh_s=fresh_s,
        )

    account = fingerprint(*keys) if keys else "public"
    trading = http(account, _ACCOUNT)
    is_plus = plan == "plus" and keys is not None
    return Wire(
        http=http(f"{account}-data", _PLUS) if is_plus else trading,
        trading_http=trading,
        data_url=(data_url or DATA_URL).rstrip("/"),
        trading_url=(trading_url or (PAPER_URL if paper else LIVE_URL)).rstrip("/"),
        has_key=keys is not None,
    )


def _sign(key: SecretStr, secret: SecretStr) -> Callable[[str, str], Mapping[str, str]]:
    def headers(method: str, url: str) -> Mapping[str, str]:  # noqa: ARG001
        return {"APCA-API-KEY-ID": key.get_secret_value(), "APCA-API-SECRET-KEY": secret.get_secret_value()}

    return headers
