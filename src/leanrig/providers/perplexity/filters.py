"""What a search may be narrowed to: how new, which sites, between which days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from leanrig.errors import BadInput

__all__ = ["MOST_RESULTS", "Filters", "Recency"]

Recency = Literal["hour", "day", "week", "month", "year"]
MOST_RESULTS = 20
_MOST_DOMAINS = 20
_LONGEST_DOMAIN = 253


@dataclass(frozen=True, slots=True)
class Filters:
    """Recency or days, not both; `domains` are hosts, with a leading "-" for those to leave out.

    Raises
    ------
    BadInput
        If the vendor would refuse it.
    """

    recency: Recency | None = None
    after: date | None = None
    before: date | None = None
    domains: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.recency is not None and self.recency not in get_args(Recency):
            raise BadInput(f"there is no recency {self.recency!r}", cure=f"use one of {', '.join(get_args(Recency))}")
        if self.recency is not None and (self.after or self.before):
            raise BadInput("recency and days are asked for at once", cure="give one of them")
        if self.after and self.before and self.after >= self.before:
            raise BadInput(f"no day lies after {self.after} and before {self.before}", cure="turn them round")
        self._check_domains()

    def as_body(self) -> Mapping[str, Any]:
        """Return the vendor's fields; days are written MM/DD/YYYY."""
        fields: dict[str, Any] = {
            "search_recency_filter": self.recency,
            "search_after_date_filter": f"{self.after:%m/%d/%Y}" if self.after else None,
            "search_before_date_filter": f"{self.before:%m/%d/%Y}" if self.before else None,
            "search_domain_filter": list(self.domains) or None,
        }
        return {name: value for name, value in fields.items() if value is not None}

    def _check_domains(self) -> None:
        if len(self.domains) > _MOST_DOMAINS:
            raise BadInput(f"{len(self.domains)} sites to search", cure=f"at most {_MOST_DOMAINS}")
        for domain in self.domains:
            if not domain or len(domain) > _LONGEST_DOMAIN or "/" in domain or " " in domain:
                raise BadInput(f"{domain[:80]!r} is no site", cure="give hosts alone, such as sec.gov")
