"""Which models live: the vendor's list, asked for at most once a day, and what is said of those that are set."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from leanrig.clock import utc_now
from leanrig.errors import VendorFailed
from leanrig.files import write_bytes
from leanrig.providers.failures import BadAnswer
from leanrig.providers.http.place import private_folder
from leanrig.providers.openai.asking import Asker, Raw

if TYPE_CHECKING:
    from openai import OpenAI

__all__ = ["KnownModel", "Models", "warnings_of"]

_FRESH = timedelta(days=1)
_NOTICE = timedelta(days=90)
_WHERE = "GET /models"
_VERSION = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One model; `shutdown` is the day on which it goes, None where that has not been said."""

    name: str
    shutdown: date | None = None


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str
    shutdown_date: date | None = None


class _List(BaseModel):
    model_config = ConfigDict(extra="ignore")
    data: list[_Row]


class _Kept(_List):
    at: datetime


class Models:
    """The list of one server under one key.

    Parameters
    ----------
    path
        Where the list is kept for a day.
    """

    def __init__(self, asker: Asker, path: Path, *, now: Callable[[], datetime] = utc_now) -> None:
        self._asker, self._path, self._now = asker, path, now

    def known(self) -> tuple[KnownModel, ...]:
        """Return the models; an older list stands in where the server does not answer.

        Raises
        ------
        VendorFailed
            If there is neither.
        """
        kept = self._kept()
        if kept is not None and timedelta(0) <= self._now() - kept.at < _FRESH:
            return _models(kept)
        try:
            return self.asked()
        except VendorFailed:
            if kept is None:
                raise
            return _models(kept)

    def asked(self) -> tuple[KnownModel, ...]:
        """Ask the server now, and keep the list."""
        raw = self._asker.ask(_list, where=_WHERE)
        found = _read(raw, self._asker.name)
        private_folder(self._path.parent)
        rows = [row.model_dump(mode="json") for row in found.data]
        write_bytes(self._path, orjson.dumps({"at": self._now().isoformat(), "data": rows}))
        return _models(found)

    def successors(self, name: str) -> str:
        """Return living models to set in place of one that is gone, in words; empty where nobody knows."""
        try:
            known = self.known()
        except VendorFailed:
            return ""
        return " or ".join(_successors(name, known, self._now().date()))

    def _kept(self) -> _Kept | None:
        try:
            return _Kept.model_validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return None


def warnings_of(known: Sequence[KnownModel], names: Iterable[tuple[str, str]], today: date) -> tuple[str, ...]:
    """Return what is wrong with the models that are set, the gravest in words that say what to do.

    Parameters
    ----------
    names
        Pairs of setting and model: ("openai.deep", "gpt-6.2-sol").
    """
    by_name = {model.name: model for model in known}
    said = [_warning(setting, name, by_name.get(name), known, today) for setting, name in names]
    return tuple(text for text in said if text)


def _warning(setting: str, name: str, model: KnownModel | None, known: Sequence[KnownModel], today: date) -> str:
    instead = " or ".join(_successors(name, known, today)) or "a model that lives"
    if model is None:
        return f"{setting}: {name} is not among the account's models; set it to {instead}"
    if model.shutdown is None or _lives(model, today):
        return ""
    when = "was shut down" if model.shutdown <= today else "will be shut down"
    return f"{setting}: {name} {when} on {model.shutdown}; set it to {instead}"


def _successors(name: str, known: Sequence[KnownModel], today: date, *, most: int = 2) -> list[str]:
    """Living models of the same kind, the newest version first; `gpt-6.2-sol` is of the kind `gpt-sol`."""
    living = [model.name for model in known if _lives(model, today) and model.name != name]
    near = (
        [other for other in living if _kind(other) == _kind(name)],
        [other for other in living if other.partition("-")[0] == name.partition("-")[0]],
        [other for other in living if ("embedding" in other) == ("embedding" in name)],
    )
    chosen = next((names for names in near if names), [])
    return sorted(chosen, key=_version, reverse=True)[:most]


def _lives(model: KnownModel, today: date) -> bool:
    return model.shutdown is None or model.shutdown > today + _NOTICE


def _kind(name: str) -> str:
    return _VERSION.sub("", name).replace("--", "-")


def _version(name: str) -> tuple[float, str]:
    found = _VERSION.search(name)
    return (float(found[0]) if found else 0.0, name)


def _models(found: _List) -> tuple[KnownModel, ...]:
    return tuple(KnownModel(row.id, row.shutdown_date) for row in found.data)


def _read(raw: Raw, name: str) -> _List:
    try:
        return _List.model_validate(raw)
    except ValidationError:
        pass
    raise BadAnswer(f"{name} answered with no list of models", where=_WHERE, cure="check the server's address")


def _list(client: "OpenAI") -> Any:
    return client.models.with_raw_response.list()
