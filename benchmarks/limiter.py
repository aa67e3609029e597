"""Four processes under 5 a second and 200 a minute against a loopback server: does a window overflow, who gets what.

    .venv/bin/python benchmarks/limiter.py [SECONDS]

`arrivals` are the server's own moments, `departures` those in the limiter's file. `bound_s` is what so many requests
take at least by the two limits.
"""

import http.server
import json
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from bisect import bisect_right
from collections import Counter
from pathlib import Path

from leanrig.providers.http.client import Http, Rate
from leanrig.providers.http.schedule import seconds_for

RATES = (Rate(5, 1), Rate(200, 60))
PROCESSES = 4


def main(seconds: float) -> dict[str, object]:
    """Return what was measured in so many seconds."""
    arrivals: list[tuple[float, str]] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(arrivals))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        _run(f"http://127.0.0.1:{server.server_port}", folder, seconds)
        departures = _departures(Path(folder) / "http" / "limits.sqlite")
    server.shutdown()
    moments = [moment for moment, _ in arrivals]
    shares = Counter(path for _, path in arrivals)
    spent = max(moments) - min(moments)
    bound = seconds_for(len(moments), [], RATES, now=0)
    return {
        "seconds": seconds,
        "requests": len(moments),
        "departures_fullest": {str(rate): _fullest(departures, rate.seconds) for rate in RATES},
        "arrivals_fullest": {str(rate): _fullest(moments, rate.seconds) for rate in RATES},
        "slack_ms": max(_slack_ms(moments, rate) for rate in RATES),
        "shares": dict(sorted(shares.items())),
        "unfairness": round((max(shares.values()) - min(shares.values())) / (len(moments) / PROCESSES), 3),
        "spent_s": round(spent, 3),
        "bound_s": round(bound, 3),
        "ratio": round(spent / bound, 4),
    }


def work(url: str, state: str, begin: float, seconds: float) -> None:
    """Ask as often as the limits allow; runs in a process of its own."""
    http = Http("bench", account="one", state=Path(state), rates=RATES)
    time.sleep(max(0.0, begin - time.monotonic()))
    while time.monotonic() + http.seconds_for(1) < begin + seconds:
        http.get(url, cache=False)


def _run(url: str, folder: str, seconds: float) -> None:
    begin = time.monotonic() + 3
    workers = [
        subprocess.Popen([sys.executable, __file__, "--work", f"{url}/{n}", folder, str(begin), str(seconds)])
        for n in range(PROCESSES)
    ]
    for worker in workers:
        if worker.wait():
            raise SystemExit("a worker failed")


def _handler(arrivals: list[tuple[float, str]]) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            arrivals.append((time.monotonic(), self.path))
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

        def log_message(self, *args: object) -> None:
            pass

    return Handler


def _departures(path: Path) -> list[float]:
    with sqlite3.connect(path) as connection:
        return [row[0] for row in connection.execute("select at from turns where is_left")]


def _fullest(moments: list[float], seconds: float) -> int:
    """The most moments in any window (t - seconds, t]; a microsecond for the rounding."""
    ordered = sorted(moments)
    return max(n + 1 - bisect_right(ordered, moment - seconds + 1e-6) for n, moment in enumerate(ordered))


def _slack_ms(moments: list[float], rate: Rate) -> float:
    """By how much the window must be narrowed, in milliseconds, to hold for the arrivals."""
    ordered = sorted(moments)
    gaps = [later - earlier for earlier, later in zip(ordered, ordered[rate.count :], strict=False)]
    return round(max(0.0, rate.seconds - min(gaps, default=rate.seconds)) * 1000, 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work(sys.argv[2], sys.argv[3], float(sys.argv[4]), float(sys.argv[5]))
    else:
        print(json.dumps(main(float(sys.argv[1]) if sys.argv[1:] else 75.0), indent=1))
