"""One desk asks Perplexity and reads documents, one thing after the other, and notes what could not be had."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TypeVar

from leanrig.errors import LeanrigError, VendorFailed
from leanrig.model.symbol import Symbol
from leanrig.pipeline.context_documents import Ask, read_document, summarise
from leanrig.providers.failures import KeyRefused, NotEntitled, Unreachable
from leanrig.providers.http.addresses import is_loopback
from leanrig.providers.http.place import state_folder
from leanrig.providers.http.rates import Patience
from leanrig.providers.perplexity import questions
from leanrig.providers.perplexity.connect import perplexity_wire
from leanrig.providers.perplexity.filters import Recency
from leanrig.providers.perplexity.search import Page
from leanrig.providers.perplexity.wire import BASE_URL, Got, Wire
from leanrig.providers.perplexity.writer import PerplexityWriter
from leanrig.report.context import Answered, Article, News, Opinion, Summary, article
from leanrig.report.context_opinion import checked_answer, checked_opinion
from leanrig.report.context_orders import speaks_to_machines
from leanrig.report.context_summary import excerpt
from leanrig.settings import Settings

__all__ = ["Desk", "perplexity_of"]

T = TypeVar("T")


def perplexity_of(settings: Settings, *, patience: Patience | None = None) -> Wire | None:
    """Return the way to Perplexity; None without a key.

    Raises
    ------
    Missing, BadInput
        Where a key file or the keyring that is named is not there, or holds no key.
    """
    key = settings.key("perplexity.api_key")
    if key is None:
        return None
    section = settings.perplexity
    url = section.url or BASE_URL
    options = {"patience": patience} if patience is not None else {}
    return perplexity_wire(
        state=state_folder(),
        api_key=key.secret,
        base_url=url,
        queries_per_hour=section.queries_per_hour,
        rates=None if settings.http.limits or not is_loopback(url) else (),
        **options,
    )


class Desk:
    """Everything that it could not get is told in `missing`, with the cure."""

    def __init__(self, settings: Settings, now: datetime, recency: Recency, patience: Patience | None) -> None:
        self.missing: list[str] = []
        self._now, self._recency = now, recency
        self._model = settings.perplexity.model
        self._wire = self._open(settings, patience)

    def news(self, symbol: Symbol) -> News | None:
        got = self._try(f"news of {symbol}", lambda wire: questions.market_news(wire, symbol, recency=self._recency))
        return None if got is None else News(str(symbol), self._articles(got.value), got.received_at)

    def opinion(self, symbol: Symbol) -> Opinion | None:
        what = f"the opinion on {symbol}"
        got = self._try(what, lambda wire: questions.sentiment(wire, symbol, recency=self._recency, model=self._model))
        if got is None:
            return None
        said = got.value
        try:
            return checked_opinion(
                str(symbol), said.label, said.sentence, self._articles(said.pages),
                writer=f"Perplexity ({said.model})", asked_at=got.received_at,
            )  # fmt: skip
        except ValueError as error:
            self.missing.append(f"{what.capitalize()} is not shown: {error}.")
            return None

    def answer(self, question: str, symbols: Sequence[Symbol]) -> Answered | None:
        got = self._try(
            f"an answer to {question!r}", lambda wire: questions.cross_asset(wire, question, symbols, model=self._model)
        )
        if got is None:
            return None
        said = [(one.text, self._articles(one.pages)) for one in got.value]
        writer = f"Perplexity ({got.value[0].model})"
        return checked_answer(question, said, writer=writer, asked_at=got.received_at)

    def summary(self, place: str, ask: Ask | None, allow: Collection[str]) -> Summary | None:
        try:
            found = read_document(place, now=self._now, allow=allow)
        except LeanrigError as error:
            self._note(f"the document {place}", error)
            return None
        writer = ask or (PerplexityWriter(self._wire, self._model).answer if self._wire else None)
        try:
            return summarise(found, writer)
        except LeanrigError as error:
            self._note(f"a summary of {found.source.name}", error)
            return excerpt(found)

    def _open(self, settings: Settings, patience: Patience | None) -> Wire | None:
        try:
            return perplexity_of(settings, patience=patience)
        except LeanrigError as error:
            self._note("Perplexity", error)
            return None

    def _try(self, what: str, work: Callable[[Wire], Got[T]]) -> Got[T] | None:
        """Ask; after a failure that the next question would meet too, only copies answer."""
        if self._wire is None:
            if not self.missing:
                cure = "PERPLEXITY_API_KEY, or the key alone in perplexity_key.txt"
                self.missing.append(f"News and opinions: there is no key of Perplexity. What to do: {cure}.")
            return None
        try:
            got = work(self._wire)
        except (KeyRefused, NotEntitled, Unreachable) as error:
            self._close(what, error)
            return None
        except LeanrigError as error:
            self._note(what, error)
            return None
        if got.source == "stale":
            self.missing.append(f"Newer {what}: an old copy is shown, because Perplexity did not answer.")
        return got

    def _close(self, what: str, error: VendorFailed) -> None:
        assert self._wire is not None
        if self._wire.closed is None:
            self._note(f"{what}, and what follows it", error)
            self._wire = self._wire.without_vendor(error)

    def _note(self, what: str, error: LeanrigError) -> None:
        cure = f" What to do: {error.cure}." if error.cure else ""
        self.missing.append(f"{what[:1].upper()}{what[1:]}: {error.what}.{cure}")

    def _articles(self, pages: Sequence[Page]) -> tuple[Article, ...]:
        """Pages as harmless articles; one without an address, or that orders machines about, is left out and told."""
        kept = []
        for page in pages:
            found = article(page.title, page.url, page.snippet, page.date)
            if found is None:
                self.missing.append("A page without an address that can be shown.")
            elif speaks_to_machines(f"{found.title}\n{found.snippet}"):
                self.missing.append(f"A page at {found.host}: it gives orders to machines that read it.")
            else:
                kept.append(found)
        return tuple(kept)
