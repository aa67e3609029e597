"""Keys are nowhere: not in a file, a log at any level, an exception, or a repr."""

import base64
import logging
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from leanrig.errors import LeanrigError
from leanrig.providers.http.client import Http, Patience, Rate
from leanrig.providers.http.fingerprint import fingerprint
from leanrig.providers.http.redaction import Redactor, guard_logs

KEY = "canary-KEY/7+x"
SECRET = "canary&SECRET=9"
PEM = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIcanaryLINEone7x\noAoGCCqGSMcanaryLINEtwo\n-----END EC PRIVATE KEY-----"
JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ"
SECRETS = (SecretStr(KEY), SecretStr(SECRET), SecretStr(PEM))
BASIC = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
SPELLINGS = (
    KEY,
    SECRET,
    quote(KEY, safe=""),
    quote(SECRET, safe=""),
    quote(KEY),
    BASIC,
    base64.b64encode(SECRET.encode()).decode(),
    PEM.replace("\n", "\\n"),
    "MHcCAQEEIcanaryLINEone7x",
    JWT,
)
TRACES = re.compile("|".join(re.escape(text) for text in (*SPELLINGS, "canary")))


def sign(method: str, url: str) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {JWT}",
        "APCA-API-KEY-ID": KEY,
        "APCA-API-SECRET-KEY": SECRET,
        "X-Basic": f"Basic {BASIC}",
    }


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_taken_out(spelling: str) -> None:
    shown = Redactor(SECRETS).text(f"before {spelling} after")
    assert shown == "before *** after"


def test_what_looks_like_a_key_is_taken_out_unknown(caplog: pytest.LogCaptureFixture) -> None:
    redactor = Redactor()
    assert redactor.text("GET /v2?apiKey=abc&limit=5") == "GET /v2?apiKey=***&limit=5"
    assert redactor.text("{'APCA-API-SECRET-KEY': 'abc', 'a': 1}") == "{'APCA-API-SECRET-KEY': '***', 'a': 1}"
    assert redactor.text("Authorization: Bearer abcdefghijklmnopq") == "Authorization: *** ***"
    assert redactor.text("http://user:pw@proxy:80/") == "http://***@proxy:80/"
    assert redactor.text(f"x {JWT} y {PEM} z") == "x *** y *** z"


def test_plain_words_stay() -> None:
    text = "Your basic plan does not include this; API key is missing: see https://polygon.io/pricing?a=1"
    assert Redactor(SECRETS).text(text) == text
    assert Redactor((SecretStr(""), SecretStr("abc"))).text("abc") == "abc"


def test_a_fingerprint_is_short_stable_and_leads_nowhere() -> None:
    assert fingerprint() == "public"
    assert fingerprint(SECRETS[0]) == fingerprint(SecretStr(KEY))
    assert re.fullmatch("[0-9a-f]{12}", fingerprint(*SECRETS))
    assert len({fingerprint(*SECRETS), fingerprint(SECRETS[0]), fingerprint(*SECRETS[1::-1])}) == 3


def echo(handler: Any) -> None:
    """A vendor that repeats the keys wherever it can."""
    text = "|".join(SPELLINGS[:5]).replace('"', "")
    body = f'{{"message": "bad key {text}", "next_url": "/x?apiKey={KEY}"}}'.encode()
    last = handler.path.rpartition("/")[2][:3]
    status = int(last) if last.isdigit() else 404
    handler.raw(status, {"Content-Length": str(len(body)), "X-Echo": text, "Location": f"/{quote(KEY)}"}, body)


def test_no_trace_of_a_key_anywhere(
    vendor: Any, client: Callable[..., Http], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    vendor.says(echo)
    patience = Patience(timeout_s=3, attempts=2, deadline_s=5, first_wait_s=0.01)
    http = client(
        account=fingerprint(*SECRETS), sign=sign, secrets=SECRETS, rates=(Rate(999, 1),), fresh_s=0, patience=patience
    )
    told = [repr(http), repr(http.__dict__), repr(Redactor(SECRETS))]
    for status in (200, 302, 400, 401, 403, 404, 429, 500):
        try:
            answer = http.get(f"{vendor.url}/{quote(KEY, safe='')}/{status}?apiKey={KEY}", {"api_key": SECRET, "a": 1})
            told.append(repr(answer))
        except LeanrigError as error:
            told += [str(error), repr(error), "".join(traceback.format_exception(error))]
    for url in (
        "http://127.0.0.1:9/" + KEY,
        "http://api.example.com/?apiKey=" + quote(KEY),
        f"https://user:{SECRET}@h/",
    ):
        with pytest.raises(LeanrigError) as failed:
            http.get(url)
        told += [str(failed.value), "".join(traceback.format_exception(failed.value))]
    told += [logging.Formatter().format(record) for record in caplog.records]
    told += [repr(record.__dict__) for record in caplog.records]
    assert vendor.seen[0].headers["APCA-API-SECRET-KEY"] == SECRET
    assert "apiKey" not in vendor.seen[0].path
    assert len(caplog.records) > 10
    assert not TRACES.findall("\n".join(told))
    files = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert len(files) >= 9
    for path in files:
        assert not TRACES.findall(path.read_bytes().decode("latin-1")), path.name
    held = http.held(f"{vendor.url}/{quote(KEY, safe='')}/200", {"a": 1})
    assert held is not None
    assert not TRACES.findall(held.content.decode() + repr(held.headers))


def test_a_key_that_is_no_header_is_told_without_it(vendor: Any, client: Callable[..., Http]) -> None:
    http = client(sign=lambda method, url: {"X-Key": "canary\nbad"}, secrets=(SecretStr("canary\nbad"),))
    with pytest.raises(LeanrigError) as told:
        http.get(vendor.url)
    assert "canary" not in "".join(traceback.format_exception(told.value))
    assert "canary" not in repr(told.value.__context__)


def test_tracebacks_in_logs_are_cleaned_too(caplog: pytest.LogCaptureFixture) -> None:
    guard_logs(SECRETS)
    try:
        raise ValueError(f"no route with {SECRET}")
    except ValueError:
        logging.getLogger("urllib3.connectionpool").exception("failed for %s", KEY)
    assert "failed for ***" in caplog.text
    assert "no route with ***" in caplog.text
