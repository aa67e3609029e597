"""The child process: `python -m leanrig.engine.child job.json` runs one algorithm and writes Lean's files."""

import json
import os
import sys
import threading
from pathlib import Path

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Run the job of the file named first; 0 Completed, 1 not, 2 wrong usage, 3 no place for the files."""
    if len(arguments) != 1:
        print("usage: python -m leanrig.engine.child JOB.json", file=sys.stderr)
        return 2
    description = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    if description.get("watches_parent", False):
        threading.Thread(target=_end_with_parent, daemon=True).start()
    from leanrig.engine.shims.finder import install

    install()
    from leanrig.engine.loop.session import Job, Session

    try:
        return Session(Job.of(description)).run()
    except OSError as error:  # what the algorithm itself meets is its own; here a result could not be written
        print(f"\x1erefused {error.strerror or error}: {error.filename or ''}", flush=True)
        return 3


def _end_with_parent() -> None:
    """End at once when the parent's side of stdin closes: a run that nobody waits for must write nothing further."""
    while os.read(0, 1):  # not sys.stdin: its lock, held by this thread, would break the interpreter's shutdown
        pass
    os._exit(130)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
