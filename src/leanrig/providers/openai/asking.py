"""One question over the SDK, asked again while it may help and the patience lasts; the raw answer comes back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson
from pydantic import SecretStr

from leanrig.clock import utc_now
from leanrig.errors import VendorFailed
from leanrig.providers.failures import BadAnswer
from leanrig.providers.http.rates import Patience
from leanrig.providers.http.redaction import Redactor
from leanrig.providers.http.retry import Deadline, Passing, persist, wait_after
from leanrig.providers.http.waits import asked_wait
from leanrig.providers.openai.failures import of_silence, of_status, passes

if TYPE_CHECKING:
    from openai import OpenAI

__all__ = ["Asker", "Raw"]

Raw = dict[str, Any]
"""An answer's JSON object, not yet read."""

_PATIENCE = Patience(timeout_s=90, attempts=3, deadline_s=120, first_wait_s=1, longest_wait_s=30)


class Asker:
    """One server.

    Parameters
    ----------
    name
        As a page names it: "OpenAI", "local server".
    client
        The SDK's.
    """

    def __init__(
        self, name: str, client: "OpenAI", *, key: SecretStr | None = None, patience: Patience = _PATIENCE
    ) -> None:
        self.name = name
        self._client = client
        self._patience = patience
        self._redactor = Redactor([key] if key is not None else [])

    def ask(self, call: Callable[["OpenAI"], Any], *, where: str, model: str = "") -> Raw:
        """Return the answer's object.

        Parameters
        ----------
        call
            Asks through `with_raw_response` and returns what that gave.
        where
            Method and path, for errors.

        Raises
        ------
        VendorFailed
            Of the kind that fits; 429 and 5xx are asked again first, unless the vendor wants a longer wait than the
            patience allows.
        """
        deadline = Deadline(self._patience.deadline_s)
        return persist(lambda attempt: self._attempt(call, where, model, attempt), self._patience, deadline)

    def _attempt(self, call: Callable[["OpenAI"], Any], where: str, model: str, attempt: int) -> Raw:
        from openai import APIConnectionError, APIStatusError

        failure: Exception
        try:
            raw = call(self._client).http_response
        except APIStatusError as error:
            failure = self._refusal(error, where, model, attempt)
        except APIConnectionError as error:
            failure = of_silence(self.name, error, where, self._patience.timeout_s)
        else:
            return self._read(raw.content, where)
        # Outside of the handler: the SDK's exception holds the request with its key.
        raise failure

    def _refusal(self, error: Any, where: str, model: str, attempt: int) -> Exception:
        asked = asked_wait(error.response.headers, now=utc_now())
        found: VendorFailed = of_status(self.name, model, error, where, self._redactor, wait_s=asked)
        if not passes(error):
            return found
        wait = asked or wait_after(attempt, self._patience)
        return Passing(type(found), found.what, where=where, cure=found.cure, wait_s=wait)

    def _read(self, content: bytes, where: str) -> Raw:
        try:
            found = orjson.loads(content)
        except orjson.JSONDecodeError:
            found = None
        if isinstance(found, dict):
            return found
        kind = "a page" if content.lstrip()[:1] == b"<" else "something else"
        raise BadAnswer(
            f"{self.name} answered with {kind} instead of JSON",
            where=where,
            cure="check the address (openai.url, openai.local_url): a proxy or another program answers there",
        )
