"""The two ways to Coinbase: with a key, and the public twins without one."""

from dataclasses import dataclass

from leanrig.providers.failures import KeyRefused
from leanrig.providers.http.addresses import is_loopback
from leanrig.providers.http.client import Http

__all__ = ["BASE_URL", "Wire"]

BASE_URL = "https://api.coinbase.com"
_ROOT = "/api/v3/brokerage"


@dataclass(frozen=True, slots=True)
class Wire:
    """Addresses, and who carries requests there.

    `public` sends no key (10 requests a second for an address on the net). `private` signs; None where there is no
    key: products and bars then come from the public twins, the account from nowhere.
    """

    base_url: str
    public: Http
    private: Http | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether a stand-in on this machine answers."""
        return is_loopback(self.base_url)

    @property
    def asker(self) -> Http:
        """Who asks for prices: the holder of the key, or anybody."""
        return self.private or self.public

    def market(self, path: str) -> tuple[Http, str]:
        """Return who asks for products and candles, and where: `path` such as `/products`."""
        if self.private is not None:
            return self.private, f"{self.base_url}{_ROOT}{path}"
        return self.public, f"{self.base_url}{_ROOT}/market{path}"

    def account(self, path: str) -> tuple[Http, str]:
        """Return who asks for what is the user's own, and where.

        Raises
        ------
        KeyRefused
            If there is no key to ask with.
        """
        if self.private is None:
            raise KeyRefused(
                "Coinbase tells accounts and orders to the holder of a key only",
                cure="set coinbase.api_key and coinbase.api_secret (leanrig.yaml or the environment)",
            )
        return self.private, f"{self.base_url}{_ROOT}{path}"

    def open(self, path: str) -> tuple[Http, str]:
        """Return who asks for what nobody needs a key for, and where; `path` from the host's root."""
        return self.public, f"{self.base_url}{path}"
