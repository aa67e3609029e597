"""How a vendor can fail: what the chain, the commands and the health page tell apart.

All are `VendorFailed` (exit code 4). Texts are redacted before they get here: no key, no full address with a query.
"""

from leanrig.errors import VendorFailed

__all__ = ["BadAnswer", "KeyRefused", "NotEntitled", "RateLimited", "Refused", "UnknownSymbol", "Unreachable"]


class Unreachable(VendorFailed):
    """Nobody answered: no name, no route, a proxy's refusal, time-outs, 408, 425 or 5xx to the last try."""


class RateLimited(Unreachable):
    """429 to the last try, or a budget of our own is used up."""


class KeyRefused(VendorFailed):
    """401: the key is wrong, expired or missing."""


class NotEntitled(VendorFailed):
    """403: the plan or the account does not include this."""


class UnknownSymbol(VendorFailed):
    """The vendor is well and does not know the symbol: it is skipped with a warning, the run goes on."""


class Refused(VendorFailed):
    """Any other 4xx: the request itself is wrong."""


class BadAnswer(VendorFailed):
    """An answer that cannot be used: HTML, a broken or cut body, JSON of another shape, pages without end."""
