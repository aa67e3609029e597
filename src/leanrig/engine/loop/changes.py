"""Who came into a universe and who left it."""

from leanrig.engine.naming import Dotnet
from leanrig.engine.securities.security import Security

__all__ = ["SecurityChanges"]


class SecurityChanges(Dotnet):
    """`added_securities` and `removed_securities` of one selection."""

    def __init__(self) -> None:
        self.added_securities: list[Security] = []
        self.removed_securities: list[Security] = []

    @property
    def count(self) -> int:
        return len(self.added_securities) + len(self.removed_securities)

    def __len__(self) -> int:
        return self.count

    def __bool__(self) -> bool:
        return self.count > 0

    def __str__(self) -> str:
        if not self.count:
            return "SecurityChanges: None"
        parts = ""
        if self.added_securities:
            parts += " Added: " + ",".join(sorted(str(security.symbol.id) for security in self.added_securities))
        if self.removed_securities:
            parts += " Removed: " + ",".join(sorted(str(security.symbol.id) for security in self.removed_securities))
        return f"SecurityChanges: {parts}"
