"""A container of the Docker stand-in: a process on this machine, its state, and what it printed."""

import secrets
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from leanrig.standins.docker_image import Image
from leanrig.standins.docker_programs import Inside, Program, Started, program_of

__all__ = ["Container"]

_STDOUT = 1


class Container:
    """One container, from created over running to exited."""

    def __init__(
        self, name: str, wanted: Mapping[str, Any], image: Image, *, ended: Callable[["Container"], None]
    ) -> None:
        self.id = secrets.token_hex(32)
        self.name = name
        self.wanted = dict(wanted)
        self.image = image
        self.inside = Inside.of(wanted)
        self._ended = ended
        self._status = "created"
        self._exit_code = 0
        self._lines: list[bytes] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._changed = threading.Condition()

    @property
    def is_running(self) -> bool:
        """Whether its process has not ended."""
        return self._status == "running"

    @property
    def removes_itself(self) -> bool:
        """Whether it is to be gone once it has ended, as one that was started with `--rm`."""
        return bool((self.wanted.get("HostConfig") or {}).get("AutoRemove"))

    @property
    def listed(self) -> dict[str, Any]:
        """As in a list of containers."""
        return {
            "Id": self.id, "Names": [f"/{self.name}"], "Image": self.image.name, "ImageID": self.image.id,
            "State": self._status, "Status": self._status, "Created": 1_700_000_000, "Labels": {}, "Ports": [],
        }  # fmt: skip

    @property
    def inspected(self) -> dict[str, Any]:
        """As told of one container."""
        host = {"LogConfig": {"Type": "json-file", "Config": {}}} | (self.wanted.get("HostConfig") or {})
        state = {"Status": self._status, "Running": self.is_running, "ExitCode": self._exit_code, "Error": ""}
        return {
            "Id": self.id, "Name": f"/{self.name}", "State": state, "Image": self.image.id,
            "Created": "2026-01-01T00:00:00Z", "Config": self.wanted | {"Image": self.image.name},
            "HostConfig": host, "NetworkSettings": {"Ports": {}},
        }  # fmt: skip

    def start(self, programs: Mapping[str, Program]) -> str:
        """Start its process; return why that cannot be, or nothing."""
        missing = self.inside.missing()
        if missing:
            return f'invalid mount config for type "bind": bind source path does not exist: {missing}'
        started = program_of(self.inside, programs)
        self._process = subprocess.Popen(
            started.command,
            stdin=subprocess.PIPE,  # its end tells the process that the engine is gone
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=started.folder,
            env=started.environment,
        )
        with self._changed:
            self._status = "running"
        threading.Thread(target=self._follow, args=[self._process, started], daemon=True).start()
        return ""

    def stop(self, seconds: float) -> None:
        """Interrupt the process and kill it if it has not ended after `seconds`."""
        if self._process is not None and self.is_running:
            self._process.send_signal(signal.SIGINT)
            with self._changed:
                self._changed.wait_for(lambda: not self.is_running, timeout=seconds)
        self.kill()

    def kill(self) -> None:
        """Kill the process, if one runs, and wait for its end."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.kill()
        self.wait()

    def wait(self) -> int:
        """Return the exit code once there is one."""
        with self._changed:
            self._changed.wait_for(lambda: not self.is_running)
            return self._exit_code

    def logs(self, *, follow: bool, everything: bool) -> Iterator[bytes]:
        """Yield what was printed in Docker's frames; with `follow` until the process has ended."""
        at = 0 if everything else len(self._lines)
        while True:
            with self._changed:
                if follow:
                    self._changed.wait_for(lambda at=at: len(self._lines) > at or not self.is_running)  # type: ignore[misc]
                found = self._lines[at:]
            if not found:
                return
            at += len(found)
            for line in found:
                yield bytes([_STDOUT, 0, 0, 0]) + len(line).to_bytes(4, "big") + line

    def _follow(self, process: "subprocess.Popen[bytes]", started: Started) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        code = process.wait()
        if process.stdin:
            process.stdin.close()
        if started.job:
            Path(started.job).unlink(missing_ok=True)
        with self._changed:
            # Docker tells a signal as 128 and its number.
            self._exit_code = started.exit_code if started.exit_code is not None else code if code >= 0 else 128 - code
            self._status = "exited"
            self._changed.notify_all()
        self._ended(self)
