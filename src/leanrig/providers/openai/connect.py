"""From the settings to those who write and embed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from leanrig.clock import utc_now
from leanrig.errors import Missing, VendorFailed
from leanrig.model.narration import Answer, Question, Writer
from leanrig.providers.http.addresses import is_loopback
from leanrig.providers.http.fingerprint import fingerprint
from leanrig.providers.http.rates import Patience
from leanrig.providers.openai.asking import Asker
from leanrig.providers.openai.embeddings import Embedder
from leanrig.providers.openai.ledger import Ledger
from leanrig.providers.openai.local import find_local
from leanrig.providers.openai.models import Models, warnings_of
from leanrig.providers.openai.wire import OPENAI_URL, client_of
from leanrig.providers.openai.writer import LocalWriter, OpenAiWriter
from leanrig.settings import Settings

__all__ = ["embedder_of", "ledger_of", "model_warnings", "models_of", "roles_of", "writers_of"]

_GLANCE = Patience(timeout_s=5, attempts=1, deadline_s=5)


def writers_of(settings: Settings, *, state: Path, now: Callable[[], datetime] = utc_now) -> tuple[Writer, ...]:
    """Return who may write, in their order: OpenAI where there is a key, a local server where one answers.

    Nobody is asked for more than a local server's list of models.

    Raises
    ------
    BadInput, Missing
        If an address is none or the key's file is not there.
    """
    ledger = ledger_of(settings, state=state, now=now)
    found: list[Writer] = []
    key = settings.openai_key()
    if key is not None:
        found.append(_openai(settings, key, ledger, state, now))
    local = _local(settings, ledger, state)
    return (*found, local) if local is not None else tuple(found)


def embedder_of(settings: Settings, *, state: Path, now: Callable[[], datetime] = utc_now) -> Embedder:
    """Return who makes vectors: OpenAI where there is a key, else a local server's model for that.

    Raises
    ------
    Missing
        If there is neither.
    VendorFailed
        If the local server that is named does not answer.
    """
    ledger = ledger_of(settings, state=state, now=now)
    section, key = settings.openai, settings.openai_key()
    if key is not None:
        return Embedder(_asker(settings, key, state), ledger, model=section.embedding, prices=section.prices)
    local = find_local(section.local_url, state=state)
    if local is None or not local.embedding:
        cure = "set OPENAI_API_KEY, or load a model for embeddings into Ollama or llama.cpp"
        raise Missing("nobody is set up to make embeddings", cure=cure)
    client = client_of("local", local.url, key=None, state=state, timeout_s=section.timeout_s)
    asker = Asker(LocalWriter.name, client, patience=_patience(settings))
    return Embedder(asker, ledger, model=local.embedding[0], prices={}, is_paid=False)


def models_of(
    settings: Settings, *, state: Path, patience: Patience | None = None, now: Callable[[], datetime] = utc_now
) -> Models | None:
    """Return the list of the account's models; None without a key."""
    key = settings.openai_key()
    if key is None:
        return None
    return Models(_asker(settings, key, state, patience), _list_path(state, key), now=now)


def model_warnings(settings: Settings, *, state: Path, now: Callable[[], datetime] = utc_now) -> tuple[str, ...]:
    """Return what is wrong with the models that are set, by a list that is a day old at most.

    Empty without a key, and where nobody can be asked: that is told when they are asked to write.
    """
    try:
        models = models_of(settings, state=state, patience=_GLANCE, now=now)
        return warnings_of(models.known(), roles_of(settings), now().date()) if models is not None else ()
    except VendorFailed:
        return ()


def ledger_of(settings: Settings, *, state: Path, now: Callable[[], datetime] = utc_now) -> Ledger:
    """Return the ledger under the day's limit; what a stand-in on this machine asks for is in a ledger of its own."""
    name = "ledger-sandbox" if is_loopback(settings.openai.url or "") else "ledger"
    return Ledger(state, limit_usd=settings.openai.daily_limit_usd, now=now, name=name)


def roles_of(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return pairs of setting and model, for warnings."""
    section = settings.openai
    return (
        ("openai.deep", section.deep), ("openai.fast", section.fast), ("openai.embedding", section.embedding),
    )  # fmt: skip


def _openai(
    settings: Settings, key: SecretStr, ledger: Ledger, state: Path, now: Callable[[], datetime]
) -> OpenAiWriter:
    section, asker = settings.openai, _asker(settings, key, state)
    return OpenAiWriter(
        asker,
        ledger,
        models={"deep": section.deep, "fast": section.fast},
        efforts={"deep": section.deep_effort, "fast": section.fast_effort},
        prices=section.prices,
        successors=Models(asker, _list_path(state, key), now=now).successors,
    )


def _local(settings: Settings, ledger: Ledger, state: Path) -> Writer | None:
    section = settings.openai
    try:
        server = find_local(section.local_url, state=state)
    except VendorFailed as error:
        return _Absent(LocalWriter.name, error)
    model = section.local_model or next(iter(server.writing if server else ()), "")
    if server is None or not model:
        return None
    client = client_of("local", server.url, key=None, state=state, timeout_s=section.timeout_s)
    return LocalWriter(Asker(LocalWriter.name, client, patience=_patience(settings)), ledger, model=model)


class _Absent:
    """One who was named and does not answer: says so when asked, so that the page can tell it."""

    def __init__(self, name: str, error: VendorFailed) -> None:
        self.name, self._error = name, error

    def answer(self, question: Question) -> Answer:  # noqa: ARG002
        """Raise what was found when it was looked for."""
        raise self._error


def _asker(settings: Settings, key: SecretStr, state: Path, patience: Patience | None = None) -> Asker:
    given = patience or _patience(settings)
    url = settings.openai.url or OPENAI_URL
    client = client_of("openai", url, key=key, state=state, timeout_s=given.timeout_s)
    return Asker(OpenAiWriter.name, client, key=key, patience=given)


def _patience(settings: Settings) -> Patience:
    timeout_s = settings.openai.timeout_s
    return Patience(timeout_s=timeout_s, attempts=3, deadline_s=timeout_s + 30, first_wait_s=1, longest_wait_s=20)


def _list_path(state: Path, key: SecretStr) -> Path:
    return state / "openai" / f"models-{fingerprint(key)}.json"
