"""Coinbase's answers, field by field: numbers come as text, unset moments as null, enumerations as words or ""."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from leanrig.providers.failures import BadAnswer
from leanrig.providers.http.answer import Answer

__all__ = ["Fields", "checked", "whole"]


@dataclass(frozen=True, slots=True)
class Fields:
    """One JSON object; `what` names it in messages."""

    content: Mapping[str, Any]
    what: str

    def word(self, name: str) -> str:
        """Return a text that must be there and hold something."""
        found = self.content.get(name)
        if not isinstance(found, str) or not found:
            raise self.bad(name, "text")
        return found

    def maybe(self, name: str) -> str:
        """Return a text; "" for null, and where the field is missing."""
        found = self.content.get(name)
        if found is not None and not isinstance(found, str):
            raise self.bad(name, "text")
        return found or ""

    def flag(self, name: str) -> bool:
        """Return a truth; False for null, and where the field is missing."""
        found = self.content.get(name)
        if found is not None and not isinstance(found, bool):
            raise self.bad(name, "true or false")
        return bool(found)

    def number(self, name: str) -> Decimal:
        """Return a number that must be there."""
        found = self.amount(name)
        if found is None:
            raise self.bad(name, "a number")
        return found

    def amount(self, name: str) -> Decimal | None:
        """Return a number; None for null, "", and where the field is missing."""
        found = self.content.get(name)
        if found is None or found == "":
            return None
        if not isinstance(found, str | int | float) or isinstance(found, bool):
            raise self.bad(name, "a number")
        try:
            value = Decimal(str(found))
        except InvalidOperation:
            raise self.bad(name, "a number") from None
        if not value.is_finite():
            raise self.bad(name, "a finite number")
        return value

    def moment(self, name: str) -> datetime | None:
        """Return a moment in UTC; None for null, "", and where the field is missing."""
        text = self.maybe(name)
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            raise self.bad(name, "a moment") from None
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)

    def inner(self, name: str) -> "Fields":
        """Return an object inside; empty for null, and where the field is missing."""
        found = self.content.get(name)
        if found is not None and not isinstance(found, dict):
            raise self.bad(name, "an object")
        return Fields(found or {}, f"{self.what}, {name}")

    def rows(self, name: str) -> list["Fields"]:
        """Return the objects of a list; none for null, raises where the field is missing."""
        found = self.content.get(name, "")
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise self.bad(name, "a list of objects")
        return [Fields(row, f"{self.what}, {name}") for row in found]

    def bad(self, name: str, wanted: str) -> BadAnswer:
        """Return the failure for a field that is not `wanted`."""
        return BadAnswer(
            f"coinbase sent {name!r} in {self.what} that is not {wanted}",
            cure="Coinbase changed its answers, or something in between did: look for a newer leanrig",
        )


def whole(answer: Answer, what: str) -> Fields:
    """Return the object that an answer is; raise `BadAnswer` where it is none."""
    found = answer.json()
    if not isinstance(found, dict):
        raise BadAnswer(f"coinbase sent no JSON object for {what}", cure="try again later, or look at `leanrig doctor`")
    return Fields(found, what)


def checked(read: Callable[[Answer], object]) -> Callable[[Answer], None]:
    """Return a check for `Http.get`: an answer that `read` cannot read is never kept."""

    def check(answer: Answer) -> None:
        read(answer)

    return check
