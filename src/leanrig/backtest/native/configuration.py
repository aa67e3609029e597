"""The launcher's whole configuration for one run: nothing is left to the file that lies beside the user's Lean. Pure.

Keys and their meaning: Launcher/config.json and Configuration/Config.cs of QuantConnect/Lean.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["engine_settings", "launcher_configuration"]

_HANDLERS = {
    "log-handler": "QuantConnect.Logging.CompositeLogHandler",
    "messaging-handler": "QuantConnect.Messaging.Messaging",
    "job-queue-handler": "QuantConnect.Queues.JobQueue",
    "api-handler": "QuantConnect.Api.Api",
    "map-file-provider": "QuantConnect.Data.Auxiliary.LocalDiskMapFileProvider",
    "factor-file-provider": "QuantConnect.Data.Auxiliary.LocalDiskFactorFileProvider",
    "data-provider": "QuantConnect.Lean.Engine.DataFeeds.DefaultDataProvider",
    "object-store": "QuantConnect.Lean.Engine.Storage.LocalObjectStore",
    "data-aggregator": "QuantConnect.Lean.Engine.DataFeeds.AggregationManager",
    "data-monitor": "QuantConnect.Data.DataMonitor",
}
_BACKTESTING = {
    "live-mode": False,
    "setup-handler": "QuantConnect.Lean.Engine.Setup.BacktestingSetupHandler",
    "result-handler": "QuantConnect.Lean.Engine.Results.BacktestingResultHandler",
    "data-feed-handler": "QuantConnect.Lean.Engine.DataFeeds.FileSystemDataFeed",
    "real-time-handler": "QuantConnect.Lean.Engine.RealTime.BacktestingRealTimeHandler",
    "history-provider": ["QuantConnect.Lean.Engine.HistoricalData.SubscriptionDataReaderHistoryProvider"],
    "transaction-handler": "QuantConnect.Lean.Engine.TransactionHandlers.BacktestingTransactionHandler",
}
_LIMITS = {
    "symbol-minute-limit": 10_000,
    "symbol-second-limit": 10_000,
    "symbol-tick-limit": 10_000,
    "maximum-data-points-per-chart-series": 1_000_000,
    "maximum-chart-series": 30,
    "storage-limit": 10 * 2**30,
    "storage-file-count": 9_999_999,
}
_NOBODY = {"job-user-id": "0", "api-access-token": "", "job-organization-id": ""}


def launcher_configuration(
    *,
    home: Path,
    algorithm: Path,
    algorithm_id: str,
    name: str,
    data: Path,
    output: Path,
    object_store: Path,
    parameters: Mapping[str, str],
    library: tuple[Path, ...] = (),
) -> dict[str, Any]:
    """Return the configuration of one backtest; all paths must be absolute.

    Lean looks for modules in the algorithm's folder, then in `library` (its first folder wins), then in `home`, where
    `AlgorithmImports` lies.
    """
    return {
        "environment": "backtesting",
        "algorithm-type-name": algorithm.stem,
        "algorithm-language": "Python",
        "algorithm-location": str(algorithm),
        "algorithm-id": algorithm_id,
        "backtest-name": name,
        "parameters": dict(parameters),
        "data-folder": str(data),
        "results-destination-folder": str(output),
        "object-store-root": str(object_store),
        "composer-dll-directory": str(home),
        # Lean puts each in front of the one before.
        "python-additional-paths": [str(home), *(str(folder) for folder in reversed(library))],
        "close-automatically": True,  # else it waits for a key at the end
        "debugging": False,
        "debug-mode": False,
        "show-missing-data-logs": False,
        "force-exchange-always-open": False,
        "transaction-log": "",
        **engine_settings(),
        **_NOBODY,
    }


def engine_settings() -> dict[str, Any]:
    """Return the handlers and limits of a backtest, whichever way Lean is started."""
    return {"environments": {"backtesting": dict(_BACKTESTING)}, **_HANDLERS, **_LIMITS}
