"""Plays Lean trading on paper in the Docker stand-in: writes the files of a live run until it is asked to end.

Nothing is traded in it. It proves that the deployment reached the container as it was meant: environment, brokerage,
data providers, cash, names of files, and a clean end.
"""

import json
import os
import sys
from pathlib import Path

from leanrig.standins.docker_programs import Inside, Program, Started, embedded_lean

__all__ = ["backtest_or_live", "paper_trading"]

_CONFIG = "/Lean/Launcher/bin/Debug/config.json"
_TRADE = """
import json, pathlib, signal, sys, threading, time
told = json.loads(sys.argv[1])
done = threading.Event()
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda *_: done.set())
place = pathlib.Path(told["folder"])
def write(status):
    state = {"Status": status, "StartTime": "2026-01-01 00:00:00", "RuntimeError": "", "OrderCount": "0"}
    result = {"charts": {}, "orders": {}, "statistics": {}, "runtimeStatistics": {}, "state": state, "holdings": {},
        "cash": told["cash"], "algorithmConfiguration": {"parameters": told["parameters"]}}
    (place / (told["id"] + ".json")).write_text(json.dumps(result))
with (place / "log.txt").open("w") as log:
    for text in ("BrokerageSetupHandler.Setup(): " + told["brokerage"], "live data: " + ", ".join(told["feeds"])):
        print(text, flush=True)
        log.write(text + "\\n")
write("Running")
print("trading", flush=True)
done.wait()
write("Stopped")
(place / (told["id"] + "-log.txt")).write_text("2026-01-01 00:00:00 Algorithm stopped\\n")
"""


def backtest_or_live(inside: Inside) -> Started:
    """Run what the launcher's settings ask for: a backtest, or trading on paper."""
    settings = json.loads(inside.here(_CONFIG).read_text(encoding="utf-8"))
    chosen = settings.get("environments", {}).get(settings.get("environment"), {})
    program: Program = paper_trading if chosen.get("live-mode") else embedded_lean
    return program(inside)


def paper_trading(inside: Inside) -> Started:
    """Write a live run's files until the end is asked for."""
    settings = json.loads(inside.here(_CONFIG).read_text(encoding="utf-8"))
    chosen = settings["environments"][settings["environment"]]
    told = {
        "folder": str(inside.here(settings["results-destination-folder"])),
        "id": settings["algorithm-id"],
        "brokerage": chosen["live-mode-brokerage"],
        "feeds": json.loads(chosen["data-queue-handler"])
        if isinstance(chosen["data-queue-handler"], str)
        else chosen["data-queue-handler"],
        "cash": {item["currency"]: item["amount"] for item in settings.get("live-cash-balance") or []},
        "parameters": settings.get("parameters", {}),
    }
    return Started([sys.executable, "-I", "-c", _TRADE, json.dumps(told)], Path.cwd(), dict(os.environ), "")
