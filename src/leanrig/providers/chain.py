"""Who answers: primary, then secondary, then copies of at most 24 hours, then a stop with what a person should do.

Every answer says whose it is. A vendor that failed to answer, or refused the key, is not asked again for a while, so
that one outage costs one deadline and not one a page.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from leanrig.errors import VendorFailed
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.failures import KeyRefused, UnknownSymbol, Unreachable
from leanrig.providers.protocol import CompanyEvents, VendorProvider

__all__ = ["Answered", "Chain"]

_REST_S = 300.0


@dataclass(frozen=True, slots=True)
class Answered:
    """Bars, who answered, and what the others said before (empty where the first one answered)."""

    bar_set: BarSet
    vendor: str
    is_stale: bool = False
    passed: tuple[str, ...] = ()


@dataclass(slots=True)
class Chain:
    """Vendors in the order in which they are asked.

    Parameters
    ----------
    vendors
        Per kind of security; those that cannot serve it with the keys they have are passed over.
    name
        "auto", or the vendor's where there is one only.
    is_sandbox
        Whether stand-ins answer.
    """

    vendors: dict[SecurityType, Sequence[VendorProvider]]
    name: str = "auto"
    is_sandbox: bool = False
    monotonic: Callable[[], float] = time.monotonic
    _resting: dict[str, tuple[float, VendorFailed]] = field(default_factory=dict)

    def serving(self, security_type: SecurityType) -> list[VendorProvider]:
        """Return who can be asked, in order; raise `VendorFailed` with the cure where nobody can."""
        found = [vendor for vendor in self.vendors.get(security_type, ()) if vendor.serves(security_type)]
        if not found:
            names = ", ".join(vendor.name for vendor in self.vendors.get(security_type, ()))
            raise VendorFailed(
                f"no vendor for {security_type} has a key here ({names})",
                cure="set POLYGON_API_KEY, or APCA_API_KEY_ID and APCA_API_SECRET_KEY (docs/settings.md), "
                "or try it without keys: --vendor sample, --vendor simulator, leanrig sandbox",
            )
        return found

    def bars(
        self, symbol: Symbol, resolution: Resolution, start: date, end: date, *, only: str | None = None
    ) -> Answered:
        """Return the first answer; with `only`, that vendor's or none.

        Raises
        ------
        UnknownSymbol
            If every vendor that is well says that there is no such symbol.
        VendorFailed
            If nobody answered and no copy is young enough; says what each one said.
        """
        vendors = [v for v in self.serving(symbol.security_type) if only in (None, v.name)]
        said: list[tuple[str, VendorFailed]] = []
        for vendor in vendors:
            try:
                bar_set = self._asked(vendor, symbol, resolution, start, end)
            except VendorFailed as error:
                said.append((vendor.name, error))
                continue
            return Answered(bar_set, vendor.name, passed=tuple(_words(name, error) for name, error in said))
        if said and all(isinstance(error, UnknownSymbol) for _, error in said):
            raise said[0][1]
        if only is not None:
            raise _nobody(symbol, f"{resolution} bars from {start} to {end}", said)
        return self._from_copies(vendors, symbol, resolution, (start, end), said)

    def events(self, symbol: Symbol, start: date, end: date) -> tuple[CompanyEvents, str]:
        """Return splits, dividends and names, and who said so."""
        said: list[tuple[str, VendorFailed]] = []
        for vendor in self.serving(symbol.security_type):
            try:
                self._not_resting(vendor)
                return vendor.events(symbol, start, end), vendor.name
            except VendorFailed as error:
                self._note(vendor, error)
                said.append((vendor.name, error))
        raise _nobody(symbol, "splits and dividends", said)

    def knows(self, symbol: Symbol) -> bool:
        """Whether anybody has such a symbol; raise `VendorFailed` where nobody could say."""
        said: list[tuple[str, VendorFailed]] = []
        is_denied = False
        for vendor in self.serving(symbol.security_type):
            try:
                self._not_resting(vendor)
                if vendor.knows(symbol):
                    return True
                is_denied = True
            except UnknownSymbol:
                is_denied = True
            except VendorFailed as error:
                self._note(vendor, error)
                said.append((vendor.name, error))
        if said and not is_denied:
            raise _nobody(symbol, "whether it exists", said)
        return False

    def _asked(self, vendor: VendorProvider, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet:
        self._not_resting(vendor)
        try:
            return vendor.bars(symbol, resolution, start, end)
        except VendorFailed as error:
            self._note(vendor, error)
            raise

    def _not_resting(self, vendor: VendorProvider) -> None:
        since, error = self._resting.get(vendor.name, (-_REST_S, None))
        if error is not None and self.monotonic() - since < _REST_S:
            raise error

    def _note(self, vendor: VendorProvider, error: VendorFailed) -> None:
        if isinstance(error, (Unreachable, KeyRefused)):
            self._resting[vendor.name] = (self.monotonic(), error)

    def _from_copies(
        self,
        vendors: Sequence[VendorProvider],
        symbol: Symbol,
        resolution: Resolution,
        days: tuple[date, date],
        said: list[tuple[str, VendorFailed]],
    ) -> Answered:
        for vendor in vendors:
            held = vendor.held_bars(symbol, resolution, *days)
            if held is not None:
                known = replace(held.provenance, label=f"{held.provenance.label} · cached copy")
                passed = tuple(_words(name, error) for name, error in said)
                return Answered(replace(held, provenance=known), vendor.name, is_stale=True, passed=passed)
        raise _nobody(symbol, f"{resolution} bars from {days[0]} to {days[1]}", said)


def _words(name: str, error: VendorFailed) -> str:
    """What a vendor said, with its name once."""
    return error.what if error.what.startswith(name) else f"{name}: {error.what}"


def _nobody(symbol: Symbol, what: str, said: list[tuple[str, VendorFailed]]) -> VendorFailed:
    """The end of the chain: what each one said, and what a person can do that the program cannot."""
    words = "; ".join(_words(name, error) for name, error in said)
    cures = list(dict.fromkeys(error.cure for _, error in said if error.cure))
    return VendorFailed(
        f"nobody answered for {symbol} ({what})",
        where=words,
        cure=f"{'; '.join(cures) or 'look at `leanrig doctor`'}; then run it again: what was fetched before is kept",
    )
