"""The machine that a run had: `serverStatistics`."""

import os
import platform
import sys
import time
from datetime import timedelta

from leanrig import __version__

__all__ = ["hostname", "server_statistics"]


def hostname() -> str:
    return platform.node()


def server_statistics(up: timedelta, cpu_before: float) -> dict[str, str]:
    """What Lean tells of its server, as far as the system tells us.

    Parameters
    ----------
    up
        Since the run began.
    cpu_before
        The process's CPU seconds at that moment.
    """
    seconds = max(up.total_seconds(), 1e-3)
    days, rest = divmod(int(seconds), 86_400)
    return {
        "CPU Usage": f"{100 * (time.process_time() - cpu_before) / seconds:.1f}%",
        "Used RAM (MB)": str(_used_mb()),
        "Total RAM (MB)": str(_total_mb()),
        "Hostname": hostname(),
        "LEAN Version": "v2.5.0.0",
        "Engine": f"leanrig {__version__}, embedded",
        "Up Time": f"{days}d {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}",
    }


def _used_mb() -> int:
    """The most memory that the process had; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 * 1024 if sys.platform == "darwin" else 1024)


def _total_mb() -> int:
    """All memory of the machine; 0 where the system does not tell."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024 // 1024
    except (AttributeError, ValueError, OSError):
        return 0
