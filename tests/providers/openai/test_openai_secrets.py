"""The key and the question are nowhere: not in a file, a log at any level, an exception, or a repr."""

import logging
import traceback
from pathlib import Path
from typing import Any

import pytest
from openapi_contract import check_exchanges
from providers.openai.made import NOW, asker_of, question_of, writer_of
from shared_reference import shared

from leanrig.errors import LeanrigError
from leanrig.health.calls import call_summaries
from leanrig.providers.openai.embeddings import Embedder
from leanrig.providers.openai.ledger import Ledger
from leanrig.providers.openai.models import Models
from leanrig.providers.openai.writer import LocalWriter
from leanrig.standins.openai import make_openai
from leanrig.standins.openai_asked import failed
from leanrig.standins.server import Standin

KEY = "sk-proj-canary-0123456789abcdefghij"
FAULTS: list[dict[str, Any]] = [
    {"kind": "refusal"}, {"kind": "malformed"}, {"kind": "used_up"}, {"kind": "failed"}, {"kind": "html"},
    {"kind": "cut"}, {"kind": "hang_up"}, {"kind": "broken_gzip"},
    {"kind": "status", "status": 401, "body": failed(f"Incorrect API key provided: {KEY}.", status=401).body},
    {"kind": "status", "status": 429, "body": failed(f"Limit of {KEY}.").body, "headers": {"Retry-After": "600"}},
    {"kind": "status", "status": 500, "body": f"<html>{KEY}</html>", "times": 3},
    {"kind": "status", "status": 307, "body": {}, "headers": {"Location": f"https://example.com/?api_key={KEY}"}},
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['kind']} {fault.get('status', '')}")
def test_no_key_in_errors_logs_and_files(
    fault: dict[str, Any], ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with make_openai(api_key=KEY) as server:
        writer = writer_of(server, ledger, tmp_path, key=KEY)
        writer.answer(question_of())
        server.fail(**fault)
        with pytest.raises(LeanrigError) as caught:
            writer.answer(question_of())
        Models(asker_of(server.url, tmp_path, key=KEY), tmp_path / "openai" / "models.json").known()
    told = "".join(traceback.format_exception(caught.value)) + str(caught.value) + repr(caught.value) + repr(writer)
    assert "canary" not in told + caplog.text
    assert "account.sharpe" not in told + caplog.text
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 3
    assert not [path for path in files if b"canary" in path.read_bytes() or b"account.sharpe" in path.read_bytes()]


def test_what_we_send_is_as_the_vendor_describes(server: Standin, local_server: Standin, tmp_path: Path) -> None:
    """Requests strictly, answers too: the local server's are a subset."""
    ledger = Ledger(tmp_path, limit_usd=1, now=lambda: NOW)
    writer = writer_of(server, ledger, tmp_path)
    for role in ("fast", "deep"):
        writer.answer(question_of(role=role))  # type: ignore[arg-type]
    writer_of(server, ledger, tmp_path, efforts={"deep": "", "fast": ""}).answer(question_of())
    Models(asker_of(server.url, tmp_path), tmp_path / "models.json").known()
    Embedder(asker_of(server.url, tmp_path), ledger, model="text-embedding-3-small", prices={}).embed(["a", "b"])
    mine = asker_of(local_server.url, tmp_path, key=None)
    LocalWriter(mine, ledger, model="qwen3:8b").answer(question_of())
    Models(mine, tmp_path / "local.json").known()
    spec = shared("vendor-specs", "openai", "subset.json")
    # Vectors packed in base64, which the request asks for, are none of the description's.
    plain = [exchange for exchange in server.exchanges if exchange.path != "/v1/embeddings"]
    counts = check_exchanges(spec, plain, f"{server.url}/v1")
    local = check_exchanges(spec, local_server.exchanges, f"{local_server.url}/v1")
    assert (counts.requests, counts.responses) == (4, 4)
    assert (local.requests, local.responses) == (2, 2)


def test_calls_are_counted_with_those_of_the_other_vendors(
    server: Standin, local_server: Standin, ledger: Ledger, tmp_path: Path
) -> None:
    server.fail("status", status=500, body={})
    writer_of(server, ledger, tmp_path).answer(question_of())
    LocalWriter(asker_of(local_server.url, tmp_path, key=None), ledger, model="qwen3:8b").answer(question_of())
    from leanrig.clock import utc_now

    found = {summary.vendor: summary for summary in call_summaries(tmp_path, utc_now())}
    assert (found["openai"].month, found["openai"].errors) == (2, 1)
    assert found["openai"].account != "public"
    assert (found["local"].month, found["local"].account) == (1, "public")
