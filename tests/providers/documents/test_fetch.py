"""Documents from the web: never from a private network, never without end, never anything but text."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from leanrig.errors import BadInput
from leanrig.providers.documents.fetch import fetch_document
from leanrig.providers.documents.guard import target_of
from leanrig.providers.failures import BadAnswer, Refused, UnknownSymbol, Unreachable


class Site(BaseHTTPRequestHandler):
    """Each path is a way to answer."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        getattr(self, f"answer_{self.path.strip('/').partition('?')[0]}")()

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_text(self) -> None:
        self.say(b"Revenue rose 4 %.")

    def answer_page(self) -> None:
        self.say(b"<p>Revenue</p>", **{"Content-Type": "text/html; charset=latin-1"})

    def answer_pdf(self) -> None:
        self.say(b"%PDF-1.7", **{"Content-Type": "application/pdf"})

    def answer_image(self) -> None:
        self.say(b"x", **{"Content-Type": "image/png"})

    def answer_packed(self) -> None:
        self.say(b"x", Content_Encoding="gzip")

    def answer_large(self) -> None:
        self.say(b"x" * 3_000)

    def answer_gone(self) -> None:
        self.say(b"gone", 404)

    def answer_no(self) -> None:
        self.say(b"no", 410)

    def answer_moved(self) -> None:
        self.say(b"", 302, Location="/text")

    def answer_round(self) -> None:
        self.say(b"", 302, Location="/round")

    def answer_inward(self) -> None:
        self.say(b"", 302, Location="http://127.0.0.1:1/admin")

    def answer_metadata(self) -> None:
        self.say(b"", 301, Location="http://169.254.169.254/latest/meta-data/")

    def answer_script(self) -> None:
        self.say(b"", 302, Location="file:///etc/passwd")

    def answer_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def answer_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        pass


class Quiet(ThreadingHTTPServer):
    """A client that goes away is no news."""

    def handle_error(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[ThreadingHTTPServer]:
    server = Quiet(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def fetched(site: ThreadingHTTPServer, path: str, **options: float) -> bytes:
    place = f"127.0.0.1:{site.server_port}"
    return fetch_document(f"http://{place}/{path}", allow={place}, **options).content  # type: ignore[arg-type]


def test_a_text_and_a_page_are_read(site: ThreadingHTTPServer) -> None:
    place = f"127.0.0.1:{site.server_port}"
    found = fetch_document(f"http://{place}/text", allow={place})
    assert (found.content, found.kind, found.charset) == (b"Revenue rose 4 %.", "text", "utf-8")
    page = fetch_document(f"http://{place}/page?x=1", allow={place})
    assert (page.kind, page.charset) == ("html", "latin-1")
    moved = fetch_document(f"http://{place}/moved", allow={place})
    assert (moved.content, moved.url) == (b"Revenue rose 4 %.", f"http://{place}/text")


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("pdf", BadInput, "PDF"),
        ("image", BadInput, "no text"),
        ("packed", BadAnswer, "packs"),
        ("large", BadInput, "larger"),
        ("gone", UnknownSymbol, "404"),
        ("no", Refused, "410"),
        ("round", BadInput, "circles"),
        ("inward", BadInput, "https only"),
        ("metadata", BadInput, "https only"),
        ("script", BadInput, "no address"),
        ("cut", BadAnswer, "cut"),
    ],
)
def test_everything_else_has_its_words(site: ThreadingHTTPServer, path: str, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        fetched(site, path, largest=2_000)


def test_a_body_that_drips_ends_in_time(site: ThreadingHTTPServer) -> None:
    began = time.monotonic()
    with pytest.raises(Unreachable, match="slowly"):
        fetched(site, "drip", deadline_s=0.4)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "198.18.0.1", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[ff02::1]",
        "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]",
        "localhost",
    ],
)  # fmt: skip
def test_no_private_address_is_asked(number: str) -> None:
    with pytest.raises(BadInput, match="private network"):
        target_of(f"https://{number}/latest/meta-data")


def test_other_spellings_of_this_machine_lead_nowhere() -> None:
    for host in ("2130706433", "0x7f000001", "0177.0.0.1", "127.1"):
        with pytest.raises((BadInput, Unreachable)):
            target_of(f"https://{host}/")


def test_public_numbers_pass() -> None:
    for number in ("93.184.216.34", "[2606:2800:220:1:248:1893:25c8:1946]"):
        found = target_of(f"https://{number}/a?b=1")
        assert (ip_address(found.number).is_global, found.path, found.port) == (True, "/a?b=1", 443)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://93.184.216.34/", "https only"),
        ("https://93.184.216.34:22/", "port 443"),
        ("https://user@93.184.216.34/", "no address"),
        ("ftp://93.184.216.34/", "no address"),
        ("file:///etc/passwd", "no address"),
        ("https://93.184.216.34/a\r\nHost: b", "no address"),
        ("https://[::1", "no address"),
        ("https://a.example:99999/", "no address"),
    ],
)
def test_no_other_address_is_asked(url: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        target_of(url)


def test_the_name_is_looked_up_once(site: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently the second time: the connection goes to the first, checked answer."""
    asked = []
    real = socket.getaddrinfo

    def turning(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        there = {"turning.example": "127.0.0.1" if len(asked) == 1 else "192.0.2.1"}.get(host, host)
        return real(there, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    place = f"turning.example:{site.server_port}"
    assert fetch_document(f"http://{place}/text", allow={place}).content == b"Revenue rose 4 %."
    assert asked.count("turning.example") == 1


def test_a_name_with_one_private_number_among_others_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(BadInput, match="private network"):
        target_of("https://both.example/")


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = tmp_path / "site.pem"
    plain = serialization.NoEncryption()
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = Quiet(("127.0.0.1", 0), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    place = f"localhost:{server.server_port}"
    with pytest.raises(Unreachable, match="certificate"):
        fetch_document(f"https://{place}/text", allow={place})
    server.shutdown()
    server.server_close()
