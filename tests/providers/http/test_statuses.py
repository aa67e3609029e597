"""What vendors say when they refuse; the bodies are of the shapes that each vendor documents."""

import json

import pytest

from leanrig.errors import VendorFailed
from leanrig.providers.failures import KeyRefused, NotEntitled, RateLimited, Refused, UnknownSymbol, Unreachable
from leanrig.providers.http.statuses import is_passing, meaning_of, vendor_words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"status": "ERROR", "request_id": "1", "error": "Unknown API Key"}, "Unknown API Key"),
        ({"status": "NOT_AUTHORIZED", "message": "not in your plan"}, "not in your plan"),
        ({"code": 40010001, "message": "request body format is invalid"}, "request body format is invalid"),
        ({"error": "unknown", "error_details": "product not found", "message": ""}, "product not found"),
        ({"errors": [{"id": "rate_limit_exceeded", "message": "Too many requests"}]}, "Too many requests"),
        ({"error": {"message": "bad model", "type": "x", "code": 400}}, "bad model"),
        ({"ok": False, "error_code": 400, "description": "chat not found"}, "chat not found"),
        ({"success": False, "errors": ["one", "two"]}, "one; two"),
        ({}, ""),
        ([], ""),
        (3, ""),
    ],
)
def test_the_vendors_own_words(body: object, words: str) -> None:
    assert vendor_words(json.dumps(body).encode()) == words


def test_words_are_one_short_line_that_a_terminal_can_show() -> None:
    assert vendor_words(b"Unauthorized\n") == "Unauthorized"
    assert vendor_words(b"  <html><body>...") == "an HTML page"
    assert vendor_words(b"") == ""
    assert vendor_words(b'{"message": "a\\u001b[31m\\u202eb\\n c"}') == "a [31m b c"
    long = vendor_words(json.dumps({"message": "x" * 500}).encode())
    assert (len(long), long[-1]) == (200, "…")


@pytest.mark.parametrize(
    ("status", "kind", "passes"),
    [
        (302, Refused, False),
        (400, Refused, False),
        (401, KeyRefused, False),
        (403, NotEntitled, False),
        (404, UnknownSymbol, False),
        (408, Unreachable, True),
        (422, Refused, False),
        (425, Unreachable, True),
        (429, RateLimited, True),
        (500, Unreachable, True),
        (501, Unreachable, False),
        (502, Unreachable, True),
        (503, Unreachable, True),
        (504, Unreachable, True),
        (529, Unreachable, True),
    ],
)
def test_statuses(status: int, kind: type[VendorFailed], passes: bool) -> None:
    assert meaning_of(status).kind is kind
    assert is_passing(status) is passes
    assert meaning_of(status).cure
