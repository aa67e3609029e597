"""Who came into universes and who left them at one moment."""

from typing import Any, ClassVar

from leanrig.engine.dotnet.basics import List
from leanrig.engine.enums import SecurityType
from leanrig.engine.naming import Dotnet
from leanrig.engine.securities.security import Security

__all__ = ["SecurityChanges"]


class SecurityChanges(Dotnet):
    """`added_securities` and `removed_securities`, each by ticker."""

    NONE: ClassVar["SecurityChanges"]

    def __init__(self, added: Any = (), removed: Any = ()) -> None:
        self._added: dict[Security, None] = dict.fromkeys(added)
        self._removed: dict[Security, None] = dict.fromkeys(removed)
        self.filter_custom_securities = False
        self.filter_internal_securities = False

    def add(self, security: Security) -> None:
        self._added[security] = None

    def remove(self, security: Security) -> None:
        self._removed[security] = None

    def merge(self, later: "SecurityChanges") -> None:
        """Take in what came after: who was added later has not been removed."""
        self._added.update(later._added)
        self._removed.update(later._removed)
        for security in later._added:
            self._removed.pop(security, None)

    def without_custom(self) -> "SecurityChanges":
        """What users hear of: their own types of data are left out unless they change that."""
        copy = SecurityChanges(self._added, self._removed)
        copy.filter_custom_securities = copy.filter_internal_securities = True
        return copy

    def _listed(self, securities: dict[Security, None]) -> list[Security]:
        skipped = SecurityType.BASE if self.filter_custom_securities else None
        return sorted(
            (security for security in securities if security.type is not skipped),
            key=lambda security: security.symbol.value,
        )

    @property
    def added_securities(self) -> list[Security]:
        return List(self._listed(self._added))

    @property
    def removed_securities(self) -> list[Security]:
        return List(self._listed(self._removed))

    @property
    def count(self) -> int:
        return len(self._added) + len(self._removed)

    def __len__(self) -> int:
        return self.count

    def __bool__(self) -> bool:
        return self.count > 0

    def __str__(self) -> str:
        if not self.count:
            return "SecurityChanges: None"
        parts = ""
        for word, securities in (("Added", self.added_securities), ("Removed", self.removed_securities)):
            if securities:
                parts += f" {word}: " + ",".join(str(security.symbol.id) for security in securities)
        return f"SecurityChanges: {parts}"


SecurityChanges.NONE = SecurityChanges()
