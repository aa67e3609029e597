"""Stands between leanrig and a program, so that the program never outlives leanrig.

Run as a file: `python guard.py REPORT COMMAND...`. It starts the command in its own process group, writes the exit code
to the descriptor REPORT and stays until its group is ended: as long as it is there, the group's number is nobody
else's. When the other end of its stdin closes, leanrig is gone, and the group is ended from here.
"""

import os
import signal
import subprocess
import sys
import threading

__all__ = ["main"]


def main(arguments: list[str]) -> None:
    """Run the command of `arguments[1:]` and report to the descriptor `arguments[0]`."""
    report, command = int(arguments[0]), arguments[1:]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # meant for the program, which does not inherit this
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        code = subprocess.Popen(command, stdin=subprocess.DEVNULL).wait()
        os.write(report, str(code).encode())
    except OSError as error:
        os.write(report, f"not started: {error.strerror}".encode())
    os.close(report)
    while True:
        signal.pause()


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
