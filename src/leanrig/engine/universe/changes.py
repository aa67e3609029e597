"""Who came into universes and who left them at one moment."""

from typing import Any, ClassVar

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
        """What users hear of: their own types of data are left out."""
        return SecurityChanges(
            [security for security in self._added if security.type is not SecurityType.BASE],
            [security for security in self._removed if security.type is not SecurityType.BASE],
        )

    @property
    def added_securities(self) -> list[Security]:
        return _by_ticker(self._added)

    @property
    def removed_securities(self) -> list[Security]:
        return _by_ticker(self._removed)

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


def _by_ticker(securities: dict[Security, None]) -> list[Security]:
    return sorted(securities, key=lambda security: security.symbol.value)


SecurityChanges.NONE = SecurityChanges()
