"""The provider that a recipe or an option names."""

from leanrig.errors import BadInput
from leanrig.providers.protocol import BarProvider
from leanrig.providers.sample import SampleProvider
from leanrig.providers.simulator import SimulatedProvider

__all__ = ["VENDORS", "provider_of"]

VENDORS = ("sample", "simulator")


def provider_of(vendor: str, *, seed: int = 7) -> BarProvider:
    """Return the provider called `vendor`; the seed matters to the simulator only."""
    if vendor == "sample":
        return SampleProvider()
    if vendor == "simulator":
        return SimulatedProvider(seed=seed)
    raise BadInput(f"there is no vendor {vendor!r} yet", cure=f"use one of {', '.join(VENDORS)}")
