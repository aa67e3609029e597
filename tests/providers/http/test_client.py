"""Every way in which a vendor can fail, over a real socket: what the user reads, and what is kept."""

import http.server
import socket
import ssl
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from leanrig.errors import BadInput, VendorFailed
from leanrig.providers.failures import (
    BadAnswer,
    KeyRefused,
    NotEntitled,
    RateLimited,
    Refused,
    UnknownSymbol,
    Unreachable,
)
from leanrig.providers.http.answer import Answer
from leanrig.providers.http.client import Budget, Http, Patience, Rate

GOOD = (200, {}, {"fine": True})
ANYBODY = {"sign": lambda method, url: {"X-Key": "k"}}
Make = Callable[..., Http]
HASTY = Patience(timeout_s=0.3, attempts=3, deadline_s=5, first_wait_s=0.01)


def cut(handler: Any) -> None:
    handler.raw(200, {"Content-Length": "100"}, b'{"fine"')
    handler.close_connection = True


def cut_chunks(handler: Any) -> None:
    handler.raw(200, {"Transfer-Encoding": "chunked"}, b"20\r\n{}")
    handler.close_connection = True


def broken_gzip(handler: Any) -> None:
    handler.raw(200, {"Content-Encoding": "gzip", "Content-Length": "9"}, b"\x1f\x8bgarbage")


def short_gzip(handler: Any) -> None:
    data = __import__("gzip").compress(b'{"fine": true}' * 99)[:-12]
    handler.raw(200, {"Content-Encoding": "gzip", "Content-Length": str(len(data))}, data)


def hang(handler: Any) -> None:
    time.sleep(0.6)
    handler.close_connection = True


def hang_up(handler: Any) -> None:
    handler.close_connection = True


def hasty(trouble: Any) -> dict[str, Any]:
    return {"patience": HASTY} if trouble is hang else {}


def drip(handler: Any) -> None:
    handler.raw(200, {"Content-Length": "1000"}, b"")
    for _ in range(1000):
        try:
            handler.wfile.write(b" ")
        except OSError:
            return
        time.sleep(0.05)


def chunks(handler: Any) -> None:
    handler.raw(200, {"Transfer-Encoding": "chunked"}, b'5\r\n{"fin\r\n9\r\ne": true}\r\n0\r\n\r\n')


PASSING = [
    (429, {}, {"message": "too many requests."}),
    (429, {"Retry-After": "0.01"}, {}),
    (408, {}, {}),
    (425, {}, {}),
    (500, {}, {}),
    (502, {}, b"<html>bad gateway</html>"),
    (503, {}, {}),
    (504, {}, b""),
    hang,
    hang_up,
    cut,
    cut_chunks,
    broken_gzip,
    short_gzip,
]
LASTING = [
    (400, Refused),
    (401, KeyRefused),
    (403, NotEntitled),
    (404, UnknownSymbol),
    (422, Refused),
]


@pytest.mark.parametrize("trouble", PASSING)
def test_what_passes_is_tried_again(vendor: Any, client: Make, trouble: Any) -> None:
    vendor.says(trouble, trouble, GOOD)
    answer = client(**hasty(trouble)).get(vendor.url + "/v2/x")
    assert (answer.json(), answer.source) == ({"fine": True}, "vendor")
    assert len(vendor.seen) == 3


@pytest.mark.parametrize(
    ("trouble", "kind", "words"),
    [
        (PASSING[0], RateLimited, "polygon was asked too often (429): too many requests, 3 times"),
        ((500, {}, {"error": "oops"}), Unreachable, "polygon is unwell (500): oops, 3 times"),
        ((502, {}, b"<html>"), Unreachable, "polygon is unwell (502): an HTML page, 3 times"),
        (hang, Unreachable, "polygon did not answer in time, 3 times"),
        (hang_up, Unreachable, "polygon broke the connection off, 3 times"),
        (cut, BadAnswer, "polygon answered, but the body is cut, 3 times"),
        (cut_chunks, BadAnswer, "polygon answered, but the body is cut, 3 times"),
        (broken_gzip, BadAnswer, "polygon answered, but the packed body is damaged, 3 times"),
        (short_gzip, BadAnswer, "polygon answered, but the packed body is cut, 3 times"),
        ((200, {"Content-Encoding": "br"}, b"x"), BadAnswer, "packed in a way that was not asked for (br), 3 times"),
    ],
)
def test_what_does_not_pass_is_told(
    vendor: Any, client: Make, trouble: Any, kind: type[VendorFailed], words: str
) -> None:
    vendor.says(trouble)
    with pytest.raises(kind) as told:
        client(**hasty(trouble)).get(vendor.url + "/v2/x", {"limit": 5})
    assert words in told.value.what
    assert told.value.where == "GET /v2/x"
    assert told.value.cure
    assert len(vendor.seen) == 3


@pytest.mark.parametrize(("status", "kind"), LASTING)
def test_what_lasts_is_told_at_once_and_hides_behind_no_copy(
    vendor: Any, client: Make, status: int, kind: type[VendorFailed]
) -> None:
    vendor.says(GOOD, (status, {}, {"message": "no"}))
    http = client(fresh_s=0)
    http.get(vendor.url + "/v2/x", stale=True)
    with pytest.raises(kind) as told:
        http.get(vendor.url + "/v2/x", stale=True)
    assert told.value.what.startswith("polygon ")
    assert told.value.what.endswith(f"({status}): no")
    assert type(told.value) is kind
    assert len(vendor.seen) == 2


@pytest.mark.parametrize("trouble", PASSING)
def test_a_copy_answers_after_the_last_try_and_says_so(vendor: Any, client: Make, trouble: Any) -> None:
    vendor.says(GOOD, trouble)
    http = client(fresh_s=0, **hasty(trouble))
    first = http.get(vendor.url + "/v2/x", {"a": 1})
    answer = http.get(vendor.url + "/v2/x", {"a": 1}, stale=True)
    assert (answer.source, answer.content, answer.received_at) == ("stale", first.content, first.received_at)
    assert len(vendor.seen) == 4


def test_without_leave_or_copy_nothing_old_answers(vendor: Any, client: Make) -> None:
    vendor.says(GOOD, (500, {}, {}))
    http = client(fresh_s=0)
    http.get(vendor.url + "/v2/x", {"a": 1})
    for options in ({}, {"cache": False, "stale": True}):
        with pytest.raises(Unreachable):
            http.get(vendor.url + "/v2/x", {"a": 1}, **options)
    with pytest.raises(Unreachable):
        http.get(vendor.url + "/v2/x", {"a": 2}, stale=True)


def test_nobody_listens(client: Make) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v2/x"
    with pytest.raises(Unreachable, match="polygon refuses the connection: nothing listens there, 3 times"):
        client().get(url)


def test_no_such_name(client: Make) -> None:
    patience = Patience(timeout_s=5, attempts=1)
    with pytest.raises(Unreachable, match="its name has no address \\(DNS\\)"):
        client(patience=patience).get("https://nobody.invalid/v2/x")


def test_a_proxy_that_refuses_is_told_apart_and_loopback_never_sees_one(
    vendor: Any, client: Make, start: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = _proxy()
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://user:proxy-canary@127.0.0.1:{proxy.server_address[1]}")
    with pytest.raises(Unreachable, match="the proxy refuses it") as told:
        client(**ANYBODY).get("https://api.polygon.invalid/v2/x")
    assert "canary" not in str(told.value)
    assert proxy.asked == ["api.polygon.invalid:443"]
    assert client(**ANYBODY).get(vendor.url + "/v2/x").json() == {"fine": True}
    assert len(proxy.asked) == 1
    proxy.shutdown()
    proxy.server_close()
    with pytest.raises(Unreachable, match="the proxy does not answer, 3 times"):
        client(**ANYBODY).get("https://api.polygon.invalid/v2/x")


def test_a_strangers_certificate_is_refused_at_once_and_a_known_one_is_not(
    client: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, certificate, server = _tls(tmp_path)
    with pytest.raises(Unreachable, match="a certificate that is not trusted") as told:
        client(**ANYBODY).get(url)
    assert "REQUESTS_CA_BUNDLE" in told.value.cure
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    assert client(**ANYBODY).get(url).content == b"safe"
    server.shutdown()
    server.server_close()


def test_a_body_that_drips_ends_with_the_deadline(vendor: Any, client: Make) -> None:
    vendor.says(drip)
    began = time.monotonic()
    with pytest.raises(Unreachable, match="sends its answer too slowly"):
        client(patience=Patience(timeout_s=0.5, attempts=3, deadline_s=0.6)).get(vendor.url + "/v2/x")
    assert time.monotonic() - began < 1.2
    assert len(vendor.seen) == 1


def test_bodies_in_chunks_and_packed(vendor: Any, client: Make) -> None:
    data = __import__("gzip").compress(b'{"fine": true}')
    gzip = {"Content-Encoding": "gzip", "Content-Length": str(len(data))}
    deflated = __import__("zlib").compress(b'{"fine": true}')
    deflate = {"Content-Encoding": "deflate", "Content-Length": str(len(deflated))}
    for reply in (chunks, (200, gzip, data), (200, deflate, deflated)):
        vendor.says(reply)
        assert client().get(vendor.url + "/v2/x", cache=False).json() == {"fine": True}
    assert vendor.seen[0].headers["Accept-Encoding"] == "gzip"


def test_a_long_wait_is_not_begun_and_the_user_is_told_when(vendor: Any, client: Make) -> None:
    vendor.says((429, {"Retry-After": "1800"}, {}))
    began = time.monotonic()
    with pytest.raises(RateLimited) as told:
        client().get(vendor.url + "/v2/x")
    assert time.monotonic() - began < 1
    assert told.value.cure.startswith("the vendor asks to come back in 30 min; ")
    assert len(vendor.seen) == 1


def test_the_wait_that_the_vendor_asks_for_is_kept(vendor: Any, client: Make) -> None:
    reset = str(time.time() + 0.5)
    date = format_datetime(datetime.now(UTC), usegmt=True)
    for headers in ({"Retry-After": "0.3"}, {"retry-after-ms": "300"}):
        vendor.says((429, headers, {}), GOOD)
        client().get(vendor.url + "/v2/x", cache=False)
        assert vendor.seen[-1].at - vendor.seen[-2].at >= 0.3
    vendor.says((429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset, "Date": date}, {}), GOOD)
    client().get(vendor.url + "/v2/x", cache=False)
    assert vendor.seen[-1].at - vendor.seen[-2].at >= 0.4


def test_429_holds_off_other_clients_of_the_account(vendor: Any, client: Make) -> None:
    vendor.says((429, {"Retry-After": "0.5"}, {}), GOOD)
    quick = Patience(attempts=1)
    with pytest.raises(RateLimited):
        client(rates=(Rate(50, 1),), patience=quick).get(vendor.url)
    other = client(rates=(Rate(50, 1),))
    assert 0.2 < other.standing().next_in_s <= 0.5
    other.get(vendor.url)
    assert vendor.seen[1].at - vendor.seen[0].at >= 0.5


def test_every_attempt_takes_a_turn_and_a_copy_takes_none(vendor: Any, client: Make) -> None:
    vendor.says((500, {}, {}), GOOD)
    http = client(budget=Budget(3), rates=(Rate(100, 60),))
    for _ in range(5):
        http.get(vendor.url + "/v2/x")
    assert http.standing().budget_left == 1
    assert [window.left for window in http.standing().windows] == [98]
    http.get(vendor.url + "/v2/y")
    with pytest.raises(RateLimited, match="budget of 3 requests to polygon"):
        http.get(vendor.url + "/v2/z")
    assert len(vendor.seen) == 3


def test_a_post_is_sent_once_unless_repeating_it_is_harmless(vendor: Any, client: Make) -> None:
    http = client()
    vendor.says((504, {}, {}))
    with pytest.raises(Unreachable) as told:
        http.send("POST", vendor.url + "/v2/orders", body={"qty": "1"})
    assert told.value.cure == "it may have been done all the same: look it up before sending it again"
    vendor.says(hang)
    with pytest.raises(Unreachable, match="did not answer in time\nPOST /v2/orders\nit may have been done"):
        client(patience=HASTY).send("POST", vendor.url + "/v2/orders")
    vendor.says((429, {"Retry-After": "3"}, {}))
    with pytest.raises(RateLimited, match="too often") as told:
        http.send("DELETE", vendor.url + "/v2/orders/1")
    assert "in 3 s" in told.value.cure
    assert len(vendor.seen) == 3
    vendor.says((504, {}, {}), (201, {}, {"id": "7"}))
    answer = http.send("POST", vendor.url + "/v2/orders", body={"qty": "1"}, is_idempotent=True)
    assert (answer.status, answer.json()) == (201, {"id": "7"})
    assert (vendor.seen[-1].method, vendor.seen[-1].body) == ("POST", b'{"qty": "1"}')
    assert len(vendor.seen) == 5


def test_html_is_no_json_and_is_not_kept(vendor: Any, client: Make) -> None:
    vendor.says((200, {}, b"<html>maintenance</html>"), GOOD)
    http = client()
    with pytest.raises(BadAnswer, match="polygon answered with HTML instead of JSON"):
        http.get(vendor.url, check=lambda answer: answer.json())
    assert http.held(vendor.url) is None
    assert http.get(vendor.url).source == "vendor"


def test_an_answer_that_the_check_refuses_leaves_the_good_copy(vendor: Any, client: Make) -> None:
    vendor.says(GOOD, (200, {}, {"success": False}))
    http = client(fresh_s=0)
    http.get(vendor.url)

    def check(answer: Answer) -> None:
        if "fine" not in answer.json():
            raise BadAnswer("no")

    with pytest.raises(BadAnswer, match=r"^no$"):
        http.get(vendor.url, check=check, stale=True)
    held = http.held(vendor.url)
    assert held is not None and held.json() == {"fine": True}


def test_the_signature_is_made_anew_for_each_attempt_from_the_address_without_query(vendor: Any, client: Make) -> None:
    asked = []

    def sign(method: str, url: str) -> dict[str, str]:
        asked.append((method, url))
        return {"Authorization": f"Bearer {len(asked)}"}

    vendor.says((503, {}, {}), GOOD)
    client(sign=sign).get(vendor.url + "/v2/x?cursor=c&apiKey=K", {"symbols": ["A", "B"], "limit": 5})
    assert asked == [("GET", vendor.url + "/v2/x")] * 2
    assert [seen.headers["Authorization"] for seen in vendor.seen] == ["Bearer 1", "Bearer 2"]
    assert vendor.seen[0].path == "/v2/x?cursor=c&symbols=A&symbols=B&limit=5"


def test_keys_go_to_no_open_address_and_follow_no_redirect_elsewhere(
    vendor: Any, client: Make, start: Callable[[], Any]
) -> None:
    other = start()
    with pytest.raises(BadInput, match="keys are sent by https"):
        client(**ANYBODY).get("http://api.polygon.io/v2/x")
    vendor.says((302, {"Location": other.url + "/v2/x"}, {}))
    with pytest.raises(Refused, match="sends us on to another place"):
        client(**ANYBODY).get(vendor.url + "/v2/x")
    assert other.seen == []
    vendor.says((307, {"Location": "/v3/x?b=2"}, {}), GOOD)
    assert client(**ANYBODY).get(vendor.url + "/v2/x", {"a": 1}).json() == {"fine": True}
    assert [seen.path for seen in vendor.seen[-2:]] == ["/v2/x?a=1", "/v3/x?b=2"]
    vendor.says((307, {"Location": "/again"}, {}))
    with pytest.raises(Refused, match="round in circles"):
        client(**ANYBODY).get(vendor.url + "/v2/y")


def test_cookies_and_netrc_are_left_alone(
    vendor: Any, client: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    vendor.says((200, {"Set-Cookie": "a=b"}, {}))
    http = client()
    answers = [http.get(vendor.url, cache=False) for _ in range(2)]
    assert "Cookie" not in vendor.seen[1].headers
    assert "Authorization" not in vendor.seen[1].headers
    assert "set-cookie" not in {name.lower() for name in answers[0].headers}


def test_the_vendors_clock_is_noted(vendor: Any, client: Make) -> None:
    ahead = datetime.now(UTC) + timedelta(hours=1)
    vendor.says((200, {"Date": format_datetime(ahead, usegmt=True)}, {}))
    answer = client().get(vendor.url)
    assert answer.vendor_time == ahead.replace(microsecond=0)
    assert answer.skew_s == pytest.approx(3600, abs=2)
    vendor.says((200, {"Date": ""}, {}))
    assert client().get(vendor.url + "/other").skew_s is None


def test_threads_share_one_client(vendor: Any, client: Make) -> None:
    http = client(rates=(Rate(1000, 1),))
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda n=n: answers.extend(http.get(f"{vendor.url}/{n}/{i}").json() for i in range(5)))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 40
    assert len({seen.path for seen in vendor.seen}) == 40


def test_time_left_without_limits_is_what_the_last_ones_took(vendor: Any, client: Make) -> None:
    http = client()
    assert http.seconds_for(10) == 0
    http.get(vendor.url)
    assert 0 < http.seconds_for(10) < 5


def _proxy() -> Any:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            self.server.asked.append(self.path)  # type: ignore[attr-defined]
            self.send_error(403, "Forbidden by policy")

        def log_message(self, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def _tls(folder: Path) -> tuple[str, Path, Any]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private.write_bytes(key.private_bytes(*form))

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"safe")

        def log_message(self, *args: Any) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return f"https://localhost:{server.server_port}/", public, server


def test_the_wait_for_a_turn_is_no_part_of_the_deadline(vendor: Any, client: Make) -> None:
    """Three calls at one in a second: the last waits longer than the vendor is given, and is answered all the same."""
    http = client(rates=(Rate(1, 0.5),), patience=Patience(timeout_s=0.4, attempts=1, deadline_s=0.4))
    began = time.monotonic()
    answers = [http.get(f"{vendor.url}/v2/x/{number}").status for number in range(3)]
    assert answers == [200, 200, 200]
    assert time.monotonic() - began > 0.9


def test_a_queue_that_is_too_long_ends_at_once(vendor: Any, client: Make) -> None:
    http = client(rates=(Rate(1, 60),), patience=Patience(queue_s=0.2))
    http.get(vendor.url + "/v2/x/1")
    with pytest.raises(RateLimited):
        http.get(vendor.url + "/v2/x/2")
