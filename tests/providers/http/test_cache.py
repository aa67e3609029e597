"""Copies: whose, how old, where they lie, and what happens to them when the disk does not want them."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from requests_cache.backends.sqlite import SQLiteDict

from leanrig.providers.http.cache import Cache, Copy
from leanrig.providers.http.client import Http
from leanrig.providers.http.place import state_folder

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
COPY = Copy(NOW, NOW - timedelta(seconds=1), {"Date": "x"}, b'{"a": 1}' * 1000)
Make = Callable[..., Http]


def test_a_copy_lives_for_a_day_from_its_fetch(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    cache.put("k", COPY)
    assert cache.get("k", now=NOW + timedelta(hours=24)) == COPY
    assert cache.get("k", now=NOW + timedelta(hours=24, seconds=1)) is None
    assert cache.get("k", now=NOW - timedelta(seconds=1)) is None
    assert cache.get("other", now=NOW) is None


def test_old_copies_are_cleared_away_and_their_room_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    for n in range(20):
        cache.put(f"k{n}", Copy(NOW, None, {}, os.urandom(50_000)))
    cache = Cache(path)
    cache.put("new", Copy(NOW + timedelta(days=2), None, {}, b""))
    with sqlite3.connect(path) as connection:
        assert connection.execute("select key from responses").fetchall() == [("new",)]
        assert connection.execute("pragma page_count").fetchone()[0] < 10


def test_the_cache_stays_below_its_size(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    cache = Cache(path, largest=1_000_000)
    for n in range(60):
        cache.put(f"k{n}", Copy(NOW + timedelta(seconds=n), None, {}, os.urandom(50_000)))
        assert cache.get(f"k{n}", now=NOW + timedelta(minutes=1)) is not None
    assert cache.get("k0", now=NOW) is None
    with sqlite3.connect(path) as connection:
        assert connection.execute("pragma page_count").fetchone()[0] * 4096 < 1_100_000
        assert connection.execute("select count(*) from responses").fetchone()[0] >= 10


def test_fresh_copies_answer_and_old_ones_are_only_held(vendor: Any, client: Make) -> None:
    http, later = client(fresh_s=300), client(fresh_s=0)
    first = http.get(vendor.url, {"b": 2, "a": [1, "x"]})
    again = http.get(vendor.url, {"a": ["1", "x"], "b": "2"})
    assert (first.source, again.source) == ("vendor", "cache")
    assert (again.content, again.received_at, again.vendor_time) == (first.content, first.received_at, None)
    assert again.headers["content-type"] == "application/json"
    held = later.held(vendor.url, {"a": [1, "x"], "b": 2})
    assert held is not None and held.source == "stale"
    assert later.get(vendor.url, {"b": 2, "a": [1, "x"]}).source == "vendor"
    assert len(vendor.seen) == 2
    assert http.held(vendor.url) is None


def test_one_accounts_copies_answer_nobody_else(vendor: Any, client: Make) -> None:
    client(account="one").get(vendor.url)
    assert client(account="two").held(vendor.url) is None
    assert client(account="two").get(vendor.url).source == "vendor"


def test_only_200_to_a_get_is_kept_and_nothing_where_it_is_not_wanted(vendor: Any, client: Make) -> None:
    http = client()
    vendor.says((206, {}, {}))
    http.get(vendor.url)
    vendor.says((200, {}, {}))
    http.get(vendor.url + "/account", cache=False)
    http.send("POST", vendor.url + "/orders")
    for path in ("", "/account", "/orders"):
        assert http.held(vendor.url + path) is None


def test_a_signature_that_changes_and_vary_do_not_defeat_it(vendor: Any, client: Make) -> None:
    vendor.says((200, {"Vary": "Authorization", "Cache-Control": "no-store"}, {}))
    count = iter(range(9))
    http = client(sign=lambda method, url: {"Authorization": f"Bearer {next(count)}"})
    assert [http.get(vendor.url + q).source for q in ("?apiKey=1&a=2", "?a=2", "?a=2&APIKEY=3")] == [
        "vendor",
        "cache",
        "cache",
    ]


def test_nobody_else_can_read_what_is_kept(vendor: Any, client: Make, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        http = client()
        http.get(vendor.url)
        folder = tmp_path / "state" / "http"
        names = {path.name for path in folder.iterdir()}
        assert {"cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm", "calls.sqlite"} <= names
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        chosen = state_folder({"LEANRIG_STATE": str(tmp_path / "chosen")})
        assert stat.S_IMODE(chosen.stat().st_mode) == 0o700
    finally:
        os.umask(old)
    assert state_folder({"LEANRIG_STATE": str(tmp_path / "chosen")}) == tmp_path / "chosen"


def test_a_damaged_cache_is_put_aside_and_said_once(
    vendor: Any, client: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "state" / "http"
    folder.mkdir(parents=True)
    (folder / "cache.sqlite").write_bytes(b"no database at all " * 999)
    http = client()
    assert [http.get(vendor.url).source for _ in range(2)] == ["vendor", "cache"]
    assert caplog.text.count("begun anew") == 1
    assert (folder / "cache.sqlite.damaged").exists()


def test_a_page_damaged_in_the_middle_costs_no_answer(vendor: Any, client: Make, tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    Cache(path).put("k", Copy(NOW, None, {}, os.urandom(30_000)))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * len(data[4096:])
    path.write_bytes(data)
    cache = Cache(path)
    assert cache.get("k", now=NOW) is None
    cache.put("k", COPY)
    assert cache.get("k", now=NOW) == COPY


def test_a_copy_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    cache.put("k", COPY)
    with sqlite3.connect(path) as connection:
        for damage in (b"", b"{}", b'{"at": 1}\nx', b"\x80\x04pickle"):
            connection.execute("update responses set value = ?", (damage,))
            connection.commit()
            assert cache.get("k", now=NOW) is None


def test_where_no_file_can_be_made_answers_come_all_the_same(
    vendor: Any, client: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "state" / "http" / "cache.sqlite").mkdir(parents=True)
    http = client()
    assert [http.get(vendor.url).source for _ in range(3)] == ["vendor"] * 3
    assert caplog.text.count("answers are not kept") == 1


_FULL = """
import logging, resource, sys
from pathlib import Path
from leanrig.providers.http.client import Http, Rate
logging.basicConfig(format="%(levelname)s %(name)s %(message)s")
http = Http("polygon", account="public", state=Path(sys.argv[2]), rates=(Rate(100, 1),))
http.get(sys.argv[1] + "/before")
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
sizes = [len(http.get(f"{sys.argv[1]}/{n}").content) for n in range(5)]
print(sizes, http.get(sys.argv[1] + "/before").source)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_full_disk_costs_no_answer_and_is_said_once(vendor: Any, tmp_path: Path) -> None:
    vendor.says((200, {}, {"small": 1}), *[(200, {}, os.urandom(300_000))] * 5)
    done = subprocess.run(
        [sys.executable, "-c", _FULL, vendor.url, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "[300000, 300000, 300000, 300000, 300000] cache\n"), done.stderr
    assert done.stderr.count("answers are not kept") == 1
    assert len(done.stderr.splitlines()) <= 3


def test_a_child_process_opens_its_own_file(vendor: Any, tmp_path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from leanrig.providers.http.client import Http, Rate
http = Http("polygon", account="public", state=Path(sys.argv[2]), rates=(Rate(100, 1),))
http.get(sys.argv[1] + "/a")
child = os.fork()
sources = [http.get(sys.argv[1] + path).source for path in ("/a", "/b", "/c")]
if not child:
    os._exit(0 if sources[0] == "cache" else 1)
sys.exit(os.waitpid(child, 0)[1])
"""
    if not hasattr(os, "fork"):
        pytest.skip("no fork there")
    done = subprocess.run([sys.executable, "-c", code, vendor.url, str(tmp_path)], timeout=60, check=False)
    assert done.returncode == 0


def test_the_library_still_has_what_we_build_on(tmp_path: Path) -> None:
    store = SQLiteDict(tmp_path / "x.sqlite", table_name="responses", serializer=None, wal=True)
    with store.connection() as connection:
        assert connection.isolation_level is None
        columns = [row[1] for row in connection.execute("pragma table_info(responses)")]
    assert columns == ["key", "value", "expires"]
