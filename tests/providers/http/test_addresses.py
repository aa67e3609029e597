"""Keys go to https or to this machine, and never in an address."""

import pytest

from leanrig.errors import BadInput
from leanrig.providers.http.addresses import is_loopback, require_safe, same_place, without_keys, without_query


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("http://127.0.0.1:80/a", True),
        ("http://127.9.9.9/a", True),
        ("http://[::1]:8/a", True),
        ("http://localhost/a", True),
        ("http://a.localhost/a", True),
        ("http://127.0.0.1.example.com/", False),
        ("http://127.0.0.1@example.com/", False),
        ("http://localhost.example.com/", False),
        ("http://0.0.0.0/", False),
        ("https://api.polygon.io", False),
        ("http://169.254.169.254/", False),
    ],
)
def test_loopback(url: str, answer: bool) -> None:
    assert is_loopback(url) is answer


@pytest.mark.parametrize(
    "url",
    [
        "http://api.polygon.io/v2",
        "http://127.0.0.1@example.com/",
        "https://user:password@api.polygon.io/",
        "https:\\\\api.polygon.io",
        "http://127.0.0.1\\@example.com/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://",
        "api.polygon.io",
        "http://[::1",
        "https://api.polygon.io:99999/",
    ],
)
def test_keys_are_not_sent_there(url: str) -> None:
    with pytest.raises(BadInput) as told:
        require_safe(url, has_keys=True)
    assert "password@" not in str(told.value)


def test_keys_are_sent_there() -> None:
    require_safe("https://api.polygon.io/v2?a=1", has_keys=True)
    require_safe("http://127.0.0.1:5000/v2", has_keys=True)
    require_safe("http://example.com/", has_keys=False)


def test_an_address_loses_its_keys_and_nothing_else() -> None:
    assert without_keys("https://h/p?apiKey=K&limit=5&cursor=a%2Fb") == "https://h/p?limit=5&cursor=a%2Fb"
    assert without_keys("https://h/p?APCA-API-KEY-ID=K") == "https://h/p"
    for url in ("https://h/p?page_token=x%20y&symbols=BTC%2FUSD&empty=", "https://h/p", "https://h/p?q=apiKey"):
        assert without_keys(url) == url
    assert without_query("https://h:1/p/q?a=1#f") == "https://h:1/p/q"


@pytest.mark.parametrize(
    ("url", "location", "target"),
    [
        ("https://h/a", "/b?c=1", "https://h/b?c=1"),
        ("https://h/a/", "b", "https://h/a/b"),
        ("https://h/a", "https://h:443/b", "https://h:443/b"),
        ("http://h/a", "https://h/b", "https://h/b"),
        ("https://h/a", "http://h/b", None),
        ("https://h/a", "https://other/b", None),
        ("https://h/a", "//other/b", None),
        ("https://h/a", "https://u@h/b", None),
        ("http://h:1/a", "http://h:2/b", None),
        ("https://h/a", "https://h:99999/b", None),
        ("https://h/a", "mailto:x", None),
    ],
)
def test_redirects_stay_in_their_place(url: str, location: str, target: str | None) -> None:
    assert same_place(url, location) == target
