"""Serves the Docker stand-in from a process of its own, as a daemon that was here before the tests.

    python tests/docker_daemon.py &    # prints where it listens
    LEANRIG_DOCKER_TESTS=1 DOCKER_HOST=tcp://127.0.0.1:... pytest tests/backtest/docker

The tests then go the way they go on a machine with Docker, as far as that can be without Lean.
"""

import threading

from leanrig.backtest.lean_research import RESEARCH_IMAGE
from leanrig.standins.docker_engine import run_docker_engine
from leanrig.standins.docker_image import Image
from leanrig.standins.docker_live import backtest_or_live
from leanrig.standins.docker_optimizer import embedded_optimizer
from leanrig.standins.docker_programs import PROGRAMS, saying
from leanrig.standins.docker_report import page_of_result

_PROGRAMS = {
    "QuantConnect.Optimizer.Launcher.dll": embedded_optimizer,
    "QuantConnect.Report.dll": page_of_result,
    **PROGRAMS,
    "QuantConnect.Lean.Launcher.dll": backtest_or_live,
    "start.sh": saying("Jupyter is running at:", seconds=60),  # the last one: other scripts have it in their names
}

if __name__ == "__main__":
    with run_docker_engine(images=(Image(), Image(RESEARCH_IMAGE)), programs=_PROGRAMS) as engine:
        print(engine.host, flush=True)
        threading.Event().wait()
