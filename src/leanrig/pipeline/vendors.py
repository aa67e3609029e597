"""The provider that a recipe or an option names, with the keys and addresses of the settings."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from leanrig.errors import BadInput
from leanrig.model.symbol import SecurityType
from leanrig.providers.chain import Chain
from leanrig.providers.http.addresses import is_loopback
from leanrig.providers.http.place import state_folder
from leanrig.providers.http.rates import Patience
from leanrig.providers.protocol import BarProvider, VendorProvider
from leanrig.providers.sample import SampleProvider
from leanrig.providers.simulator import SimulatedProvider
from leanrig.secrets import pem
from leanrig.settings import Settings

__all__ = ["VENDORS", "provider_of", "vendor_of"]

VENDORS = ("auto", "polygon", "alpaca", "coinbase", "sample", "simulator")


_DEFAULTS = Settings()


class _Way(TypedDict):
    """What all vendors are reached by."""

    state: Path
    patience: Patience
    fresh_s: float


def provider_of(vendor: str, *, settings: Settings = _DEFAULTS, seed: int = 7) -> BarProvider | Chain:
    """Return the provider called `vendor`; "auto" is the chain of `leanrig.yaml`, the seed matters to the simulator.

    Raises
    ------
    BadInput
        If there is no such vendor, or a key is malformed.
    Missing
        If a vendor that is asked for has no key, or its key file is not there.
    """
    if vendor == "sample":
        return SampleProvider()
    if vendor == "simulator":
        return SimulatedProvider(seed=seed)
    if vendor == "auto":
        return _chain_of(settings)
    if vendor not in VENDORS:
        raise BadInput(f"there is no vendor {vendor!r}", cure=f"use one of {', '.join(VENDORS)}")
    one = vendor_of(vendor, settings=settings, state=state_folder())
    return Chain(dict.fromkeys(SecurityType, (one,)), name=vendor, is_sandbox=_is_sandbox(settings, (vendor,)))


def vendor_of(vendor: str, *, settings: Settings, state: Path, patience: Patience | None = None) -> VendorProvider:
    """Return one vendor with the keys that are set; without any it serves what is free of them, or nothing."""
    given = patience or _patience(settings)
    make = {"polygon": _polygon, "alpaca": _alpaca, "coinbase": _coinbase}[vendor]
    return make(settings, _Way(state=state, patience=given, fresh_s=settings.http.fresh_s))


def _is_sandbox(settings: Settings, vendors: Iterable[str]) -> bool:
    urls = {"polygon": settings.polygon.url, "alpaca": settings.alpaca.data_url, "coinbase": settings.coinbase.url}
    return any(is_loopback(urls[name] or "") for name in vendors)


def _patience(settings: Settings, *, is_followed: bool = False) -> Patience:
    """Return how long a vendor is asked; one that another stands behind is given up on sooner."""
    http = settings.http
    attempts, deadline_s = (4, 45.0) if is_followed else (http.attempts, http.deadline_s)
    return Patience(
        timeout_s=http.timeout_s, attempts=min(attempts, http.attempts), deadline_s=min(deadline_s, http.deadline_s)
    )


def is_enabled(vendor: str, settings: Settings) -> bool:
    """Whether the settings leave the vendor on; what nobody switched off is on."""
    switches = {"alpaca": settings.alpaca.enabled, "coinbase": settings.coinbase.enabled}
    return switches.get(vendor) is not False


def _chain_of(settings: Settings) -> Chain:
    state = state_folder()
    order = {kind: [name for name in settings.order_for(kind) if is_enabled(name, settings)] for kind in SecurityType}
    followed = {name for names in order.values() for name in names[:-1]}
    made = {
        name: vendor_of(
            name, settings=settings, state=state, patience=_patience(settings, is_followed=name in followed)
        )
        for name in dict.fromkeys(name for names in order.values() for name in names)
    }
    return Chain(
        {kind: [made[name] for name in names] for kind, names in order.items()}, is_sandbox=_is_sandbox(settings, made)
    )


def _polygon(settings: Settings, way: _Way) -> VendorProvider:
    from leanrig.providers.polygon.connect import BASE_URL, polygon_provider  # who asks nobody else loads nobody else

    key = settings.key("api_key")
    section = settings.polygon
    url = section.url or BASE_URL
    return polygon_provider(
        api_key=key.secret if key else None,
        plan=section.plan,
        base_url=url,
        rates=None if _has_limits(settings, url) else (),
        **way,
    )


def _alpaca(settings: Settings, way: _Way) -> VendorProvider:
    from leanrig.providers.alpaca.connect import alpaca_provider
    from leanrig.providers.alpaca.wire import DATA_URL

    key, secret = (settings.key(f"alpaca.{half}") for half in ("api_key", "api_secret"))
    section = settings.alpaca
    return alpaca_provider(
        api_key=key.secret if key else None,
        api_secret=secret.secret if secret else None,
        feed=section.feed,
        paper=section.paper,
        data_url=section.data_url,
        trading_url=section.trading_url,
        limits=_has_limits(settings, section.data_url or DATA_URL),
        **way,
    )


def _coinbase(settings: Settings, way: _Way) -> VendorProvider:
    from leanrig.providers.coinbase.connect import coinbase_provider
    from leanrig.providers.coinbase.wire import BASE_URL

    key, secret = (settings.key(f"coinbase.{half}") for half in ("api_key", "api_secret"))
    url = settings.coinbase.url or BASE_URL
    return coinbase_provider(
        api_key=key.secret if key else None,
        api_secret=pem(secret.secret.get_secret_value()) if secret else None,
        base_url=url,
        limits=_has_limits(settings, url),
        **way,
    )


def _has_limits(settings: Settings, url: str) -> bool:
    """Limits hold for everybody but a stand-in on this machine that has none."""
    return settings.http.limits or not is_loopback(url)
