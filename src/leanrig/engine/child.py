"""The child process: `python -m leanrig.engine.child job.json` runs one algorithm and writes Lean's files."""

import json
import sys
from pathlib import Path

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Run the job of the file named first; 0 Completed, 1 anything else, 2 wrong usage."""
    if len(arguments) != 1:
        print("usage: python -m leanrig.engine.child JOB.json", file=sys.stderr)
        return 2
    description = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    from leanrig.engine.shims.finder import install

    install()
    from leanrig.engine.loop.session import Job, Session

    return Session(Job.of(description)).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
