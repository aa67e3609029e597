"""Images of the Docker stand-in: names, labels, and the two forms in which the Engine API tells them."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

__all__ = ["Image", "normal_name"]


def normal_name(name: str) -> str:
    """Return `repository:tag` without Docker's own registry before it."""
    bare = name.removeprefix("docker.io/").removeprefix("library/")
    return bare if ":" in bare.rpartition("/")[2] else f"{bare}:latest"


@dataclass(frozen=True, slots=True)
class Image:
    """One image; without a `digest` it is one that was built here."""

    name: str = "quantconnect/lean:latest"
    labels: dict[str, str] = field(
        default_factory=lambda: {
            "lean_version": "17000",
            "python_version": "3.11",
            "strict_python_version": "3.11.11",
            "target_framework": "net9.0",
        }
    )
    has_digest: bool = True
    created: str = "2026-01-01T00:00:00Z"

    @property
    def id(self) -> str:
        """The hash that names it."""
        return f"sha256:{sha256(self.name.encode()).hexdigest()}"

    @property
    def digest(self) -> str:
        """The hash under which a registry knows it."""
        return f"sha256:{sha256(b'digest of ' + self.name.encode()).hexdigest()}"

    @property
    def _named(self) -> dict[str, Any]:
        digests = [f"{self.name.rpartition(':')[0]}@{self.digest}"] if self.has_digest else []
        return {"Id": self.id, "RepoTags": [self.name], "RepoDigests": digests, "Size": 1}

    @property
    def listed(self) -> dict[str, Any]:
        """As in a list of images."""
        return self._named | {"Created": 1_700_000_000, "Labels": self.labels, "Containers": 0}

    @property
    def inspected(self) -> dict[str, Any]:
        """As told of one image."""
        config = {"Labels": self.labels, "WorkingDir": "/Lean/Launcher/bin/Debug"}
        return self._named | {"Created": self.created, "Config": config, "Os": "linux"}
