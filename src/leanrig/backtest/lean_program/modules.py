"""The list of modules without which the Lean CLI does not start.

Its wheel does not carry the list: at import the CLI fetches it from QuantConnect into its own package folder, and ends
with FileNotFoundError where that fails. A list that the CLI has fetched is used as it is; otherwise these modules,
which are all that backtests, optimizations and paper trading need, here and in the cloud. Paid data providers and
brokerages are not in it: they need QuantConnect's list, an account and the network anyway.
"""

import json
from pathlib import Path

__all__ = ["MODULES_FILE", "modules_text"]

MODULES_FILE = "modules-1.14.json"


def modules_text(package: Path) -> str:
    """Return the list to give to the CLI whose package lies in `package`."""
    fetched = package / MODULES_FILE
    if fetched.is_file():
        text = fetched.read_text(encoding="utf-8", errors="replace")
        if _is_whole(text):
            return text
    return json.dumps({"modules": [_LOCAL, _PAPER, _CUSTOM_DATA, _CLOUD_DATA]}, indent=1)


def _is_whole(text: str) -> bool:
    """Tell whether a list is one: the CLI that was ended while it fetched it has left half of one."""
    try:
        return bool(json.loads(text)["modules"])
    except (ValueError, KeyError, TypeError):
        return False


def _setting(name: str, value: str) -> dict[str, str]:
    return {"id": name, "type": "info", "value": value}


_LOCAL = {
    "id": "LocalBrokerage",
    "display-id": "Local",
    "type": ["data-downloader", "history-provider"],
    "platform": ["cli"],
    "installs": False,
    "configurations": [
        _setting("data-provider", "QuantConnect.Lean.Engine.DataFeeds.DefaultDataProvider"),
        _setting("history-provider", '["SubscriptionDataReaderHistoryProvider"]'),
    ],
}
_PAPER = {
    "id": "QuantConnectBrokerage",
    "display-id": "Paper Trading",
    "type": ["brokerage"],
    "platform": ["cli", "cloud"],
    "installs": False,
    "live-cash-balance-state": "optional",
    "live-holdings-state": "optional",
    "configurations": [
        _setting("live-mode-brokerage", "PaperBrokerage"),
        _setting("transaction-handler", "QuantConnect.Lean.Engine.TransactionHandlers.BacktestingTransactionHandler"),
    ],
}
_CUSTOM_DATA = {
    "id": "CustomDataOnly",
    "display-id": "Custom data only",
    "type": ["data-queue-handler"],
    "platform": ["cli"],
    "installs": False,
    "configurations": [
        _setting("data-queue-handler", '["QuantConnect.Lean.Engine.DataFeeds.Queues.LiveDataQueue"]'),
    ],
}
_CLOUD_DATA = {
    "id": "QuantConnectBrokerage",
    "display-id": "QuantConnect",
    "type": ["data-queue-handler"],
    "platform": ["cloud"],
    "installs": False,
    "configurations": [],
}
