"""Every way in which OpenAI or a local server can fail: its kind, its words, its cure, and what it costs."""

import json
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from providers.openai.made import asker_of, question_of, writer_of
from pydantic import SecretStr

from leanrig.errors import BadInput, VendorFailed
from leanrig.providers.failures import BadAnswer, KeyRefused, NotEntitled, RateLimited, Refused, Unreachable
from leanrig.providers.http.rates import Patience
from leanrig.providers.openai.failures import CutAnswer, ModelGone, RefusedAnswer, TimedOut, TooLong, UnknownPath
from leanrig.providers.openai.ledger import Ledger
from leanrig.providers.openai.models import Models
from leanrig.providers.openai.wire import client_of
from leanrig.providers.openai.writer import LocalWriter, OpenAiWriter
from leanrig.standins.openai import make_openai
from leanrig.standins.openai_asked import failed
from leanrig.standins.openai_narrators import Played, good, malformed, refusing, scripted, slow
from leanrig.standins.server import Standin

SHORT = Patience(timeout_s=0.4, attempts=3, deadline_s=4, first_wait_s=0.01, longest_wait_s=0.05)


def refused(writer: OpenAiWriter | LocalWriter, **more: Any) -> VendorFailed:
    with pytest.raises(VendorFailed) as caught:
        writer.answer(question_of(**more))
    error = caught.value
    assert error.what and error.where and error.cure
    assert error.__context__ is None and error.__cause__ is None
    return error


def test_a_wrong_key(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    error = refused(writer_of(server, ledger, tmp_path, key="sk-canary-wrong-key"))
    assert isinstance(error, KeyRefused)
    assert "open_ai.txt" in error.cure
    assert "canary" not in str(error)
    assert ledger.today().dollars == 0


def test_minutes_of_retry_after_are_not_waited_for_and_named(
    writer: OpenAiWriter, server: Standin, ledger: Ledger
) -> None:
    body = failed("Rate limit reached for gpt-6-luna.", kind="requests", code="rate_limit_exceeded").body
    server.fail("status", status=429, body=body, headers={"Retry-After": "720"}, times=9)
    began = time.monotonic()
    error = refused(writer)
    assert time.monotonic() - began < 1
    assert isinstance(error, RateLimited)
    assert "in 12 min" in error.what
    assert server.requests == 1
    assert ledger.today().dollars == 0


def test_a_short_retry_after_is_waited_for(writer: OpenAiWriter, server: Standin) -> None:
    server.fail("status", status=429, headers={"retry-after-ms": "300", "Retry-After": "1"}, body={"error": {}})
    began = time.monotonic()
    assert writer.answer(question_of()).text
    assert 0.3 <= time.monotonic() - began < 1
    assert server.requests == 2


def test_an_account_without_credit_is_not_asked_again(writer: OpenAiWriter, server: Standin) -> None:
    body = failed("You exceeded your current quota.", kind="insufficient_quota", code="insufficient_quota").body
    server.fail("status", status=429, body=body, times=9)
    error = refused(writer)
    assert isinstance(error, NotEntitled)
    assert "credit" in error.what
    assert server.requests == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_of_the_server_passes(writer: OpenAiWriter, server: Standin, status: int) -> None:
    server.fail("status", status=status, body=failed("The server had an error.", kind="server_error").body, times=2)
    assert writer.answer(question_of()).text
    assert server.requests == 3


def test_a_fault_of_the_server_that_stays(writer: OpenAiWriter, server: Standin, ledger: Ledger) -> None:
    server.fail("status", status=500, body="<html>Bad gateway</html>", times=9)
    error = refused(writer)
    assert isinstance(error, Unreachable)
    assert error.what == "OpenAI is unwell (500): an HTML page, 3 times"
    assert ledger.today().dollars == 0


def test_a_model_that_is_gone_names_those_that_live(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    models = Models(asker_of(server.url, tmp_path), tmp_path / "models.json")
    gone = {"deep": "gpt-5-sol", "fast": "gpt-4"}
    writer = writer_of(server, ledger, tmp_path, models=gone, successors=models.successors)
    error = refused(writer, role="deep")
    assert isinstance(error, ModelGone)
    assert error.what.startswith("OpenAI has no model gpt-5-sol (404)")
    assert error.cure == "set openai.deep to gpt-6.2-sol or gpt-6.1-sol"
    assert refused(writer).cure == "set openai.fast to gpt-6.2-sol or gpt-6.2-astra"
    assert ledger.today().dollars == 0


def test_another_server_answers_404(local_server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    error = refused(writer_of(local_server, ledger, tmp_path))
    assert isinstance(error, UnknownPath)
    assert "/v1" in error.cure


def test_a_question_too_long(served: Callable[..., OpenAiWriter], ledger: Ledger) -> None:
    error = refused(served(context=50))
    assert isinstance(error, TooLong)
    assert "fewer facts" in error.cure
    assert ledger.today().dollars == 0


def test_a_model_that_does_not_think(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    error = refused(writer_of(server, ledger, tmp_path, models={"deep": "gpt-4.1", "fast": "gpt-4.1"}))
    assert type(error) is Refused
    assert "reasoning.effort" in error.what
    assert "effort" in error.cure


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("refusal", RefusedAnswer, "declined"),
        ("malformed", BadAnswer, "no JSON object"),
        ("used_up", CutAnswer, "used up"),
        ("filtered", CutAnswer, "filter"),
        ("other_form", BadAnswer, "form of its own"),
        ("html", BadAnswer, "a page instead of JSON"),
        ("cut", BadAnswer, "broke the answer off"),
        ("hang_up", BadAnswer, "broke the answer off"),
        ("broken_gzip", BadAnswer, "instead of JSON"),
    ],
)
def test_what_cannot_be_used(
    writer: OpenAiWriter, local_writer: LocalWriter, server: Standin, local_server: Standin,
    fault: str, kind: type[VendorFailed], words: str,
) -> None:  # fmt: skip
    for one, asked in ((writer, server), (local_writer, local_server)):
        asked.fail(fault)
        error = refused(one)
        assert isinstance(error, kind)
        assert words in error.what
        assert asked.requests == 1


def test_a_response_that_failed_costs_its_worst_when_nobody_says(
    writer: OpenAiWriter, server: Standin, ledger: Ledger
) -> None:
    server.fail("failed")
    error = refused(writer)
    assert isinstance(error, Unreachable)
    assert "server_error" in error.what
    spent = ledger.today()
    assert spent.unsettled == 1
    assert spent.dollars > 0


def test_a_refusal_is_paid_for(served: Callable[..., OpenAiWriter], ledger: Ledger) -> None:
    error = refused(served(narrator=refusing))
    assert isinstance(error, RefusedAnswer)
    spent = ledger.today()
    assert (spent.unsettled, spent.calls) == (0, 1)
    assert 0 < spent.dollars < 0.001


def test_an_answer_that_its_tokens_did_not_reach_for(writer: OpenAiWriter) -> None:
    error = refused(writer, most_tokens=20)
    assert isinstance(error, CutAnswer)
    assert "effort" in error.cure


def test_half_a_json_with_status_200(served: Callable[..., OpenAiWriter]) -> None:
    assert isinstance(refused(served(narrator=malformed)), BadAnswer)


def test_an_empty_answer(served: Callable[..., OpenAiWriter]) -> None:
    assert "is empty" in refused(served(narrator=scripted([Played("")]))).what


def test_slow_thought_is_given_up_on_once_and_may_be_charged(ledger: Ledger, tmp_path: Path) -> None:
    with make_openai(narrator=slow(good, 1.5)) as server:
        writer = writer_of(server, ledger, tmp_path, patience=SHORT)
        error = refused(writer)
        assert server.requests == 1
    assert isinstance(error, TimedOut)
    assert "0.4 s" in error.what
    assert ledger.today().unsettled == 1


def test_a_body_that_drips_does_not_hold_us(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    server.fail("slow", seconds=3.0)
    began = time.monotonic()
    error = refused(writer_of(server, ledger, tmp_path, patience=SHORT))
    assert time.monotonic() - began < 1.5
    assert isinstance(error, TimedOut)


def test_nobody_listens(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    writer = writer_of(server, ledger, tmp_path)
    server.stop()
    error = refused(writer)
    assert isinstance(error, Unreachable)
    assert "nothing listens there" in error.what
    assert ledger.today().dollars == 0


def test_a_name_without_an_address(ledger: Ledger, tmp_path: Path) -> None:
    asker = asker_of("https://openai.invalid", tmp_path)
    with pytest.raises(Unreachable, match="cannot be found: its name has no address"):
        LocalWriter(asker, ledger, model="m").answer(question_of())


def test_the_proxy_of_the_environment_is_asked_and_told_of(
    server: Standin, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        asked: list[bytes] = []
        thread = threading.Thread(target=_refuse, args=(listener, asked))
        thread.start()
        for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        with pytest.raises(Unreachable, match="the proxy refuses it"):
            LocalWriter(asker_of("https://api.openai.com", tmp_path), ledger, model="m").answer(question_of())
        thread.join(timeout=5)
        assert asked[0].startswith(b"CONNECT api.openai.com:443 ")
        assert b"sandbox-openai-key" not in asked[0]
        assert writer_of(server, ledger, tmp_path).answer(question_of()).text  # this machine is never asked by proxy
        assert len(asked) == 1


def _refuse(listener: socket.socket, asked: list[bytes]) -> None:
    connection, _ = listener.accept()
    with connection:
        asked.append(connection.recv(4096))
        connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")


def test_redirects_are_not_followed(writer: OpenAiWriter, server: Standin) -> None:
    with make_openai() as other:
        server.fail("status", status=307, headers={"Location": f"{other.url}/v1/responses"}, body={})
        error = refused(writer)
        assert other.requests == 0
    assert isinstance(error, Refused)
    assert "not followed" in error.what


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://192.0.2.1/v1", "https"),
        ("http://api.openai.com/v1", "https"),
        ("ftp://api.openai.com", "no address"),
        ("https://me:canary@api.openai.com/v1", "user or password"),
    ],
)
def test_the_key_goes_by_https_or_to_this_machine_only(url: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        client_of("openai", url, key=SecretStr("sk-canary"), state=tmp_path, timeout_s=1)
    assert words in str(caught.value)
    assert "canary" not in str(caught.value)


def test_a_key_with_a_stray_sign(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be sent") as caught:
        client_of("openai", "https://api.openai.com/v1", key=SecretStr("sk-canary\u2019"), state=tmp_path, timeout_s=1)
    assert "canary" not in str(caught.value)


def test_organisation_and_custom_headers_go_to_the_vendor_and_not_to_a_local_server(
    server: Standin, local_server: Standin, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-canary")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer canary\nX-Own: canary")
    writer_of(server, ledger, tmp_path).answer(question_of())
    LocalWriter(asker_of(local_server.url, tmp_path, key=None), ledger, model="qwen3:8b").answer(question_of())
    assert server.exchanges[0].headers["Openai-Organization"] == "org-canary"
    assert "canary" not in json.dumps(local_server.exchanges[0].headers)
