"""Language models: where OpenAI's key was found, whether it answers, which models live, what is spent; local ones."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from leanrig.errors import LeanrigError, VendorFailed
from leanrig.health.finding import Finding, State
from leanrig.providers.openai.ledger import Ledger, LedgerBroken
from leanrig.providers.openai.local import LocalServer
from leanrig.providers.openai.models import Models, warnings_of

__all__ = ["ModelsLook", "models"]

_OPENAI, _LOCAL = "OpenAI", "Local models"
_NO_LOCAL = "optional: start Ollama or llama.cpp on this machine, or set openai.local_url"


@dataclass(frozen=True, slots=True)
class ModelsLook:
    """What there is to look at; `list` is None without a key.

    `keys` says where the key was found, `named` are pairs of setting and model, `trouble` and `cure` what is wrong with
    the key before anybody is asked.
    """

    keys: str
    list: Models | None
    named: Sequence[tuple[str, str]]
    ledger: Ledger
    local: Callable[[], LocalServer | None]
    trouble: str = ""
    cure: str = ""


def models(look: ModelsLook, *, now: datetime, reach: bool = True) -> list[Finding]:
    """Look at OpenAI and at a local server; without `reach` nobody is called. Reports come without either."""
    return [_openai(look, now, reach=reach), _local(look, reach=reach)]


def _openai(look: ModelsLook, now: datetime, *, reach: bool) -> Finding:
    if look.list is None:
        return Finding(_OPENAI, State.ABSENT, look.trouble or "no key: the rules write alone", look.cure)
    if not reach:
        return Finding(_OPENAI, State.GOOD, _joined(look.keys, "not called", _spent(look.ledger)))
    began = time.monotonic()
    try:
        known = look.list.asked()
    except VendorFailed as error:
        return Finding(_OPENAI, State.ABSENT, _joined(look.keys, error.what, _spent(look.ledger)), error.cure)
    word = f"answers in {time.monotonic() - began:.2f} s"
    wrong = warnings_of(known, look.named, now.date())
    names = {model.name for model in known}
    is_gone = any(name not in names for _, name in look.named)
    living = "" if wrong else "all models that are set live"
    detail = _joined(look.keys, word, living, *(text.partition("; ")[0] for text in wrong), _spent(look.ledger))
    cure = "; ".join(f"{text.partition(':')[0]}: {text.partition('; ')[2]}" for text in wrong)
    return Finding(_OPENAI, State.ABSENT if is_gone else State.GOOD, detail, cure)


def _local(look: ModelsLook, *, reach: bool) -> Finding:
    if not reach:
        return Finding(_LOCAL, State.ABSENT, "not looked for")
    try:
        found = look.local()
    except LeanrigError as error:
        return Finding(_LOCAL, State.ABSENT, error.what, error.cure)
    if found is None:
        return Finding(_LOCAL, State.ABSENT, "none answers on this machine", _NO_LOCAL)
    names = ", ".join(model.name for model in found.models[:4]) or "no model is loaded"
    return Finding(_LOCAL, State.GOOD if found.models else State.ABSENT, f"{found.url}; {names}")


def _spent(ledger: Ledger) -> str:
    try:
        today = ledger.today()
    except LedgerBroken as error:
        return error.what
    return f"{today.dollars:.2f} of {ledger.limit_usd:.2f} USD spent today"


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
