"""memory: what runs left behind, kept so that it can be found by meaning. A cache of the artifacts folder."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leanrig.errors import Missing
from leanrig.pipeline.run_files import read_run_files, run_folders, stamp_of
from leanrig.report.recall.recall import recall
from leanrig.settings import Settings
from leanrig.store.memory.embedder import Embedder
from leanrig.store.memory.table import Memory

__all__ = ["MEMORY_FILE", "Remembered", "embedder_of", "local_embedder", "memory_of", "rebuild", "remember"]

MEMORY_FILE = "memory.duckdb"
Told = Callable[[str], None]
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What bringing the memory up to date took."""

    runs: int
    changed: int
    forgotten: int
    embedded: int


def embedder_of(settings: Settings) -> Embedder:
    """Return who embeds: this machine, unless the settings say `memory.embedder: openai` (which costs money).

    Raises
    ------
    Missing
        If the extra `memory` is not installed, or no key is set for what costs money.
    """
    if settings.memory.embedder == "openai":
        from leanrig.pipeline.paid_embedder import PaidEmbedder

        return PaidEmbedder(settings)
    from leanrig.store.memory.local import LocalEmbedder

    return LocalEmbedder()


def local_embedder() -> Embedder | None:
    """Return this machine's own embedder, None where the extra `memory` is not installed."""
    from leanrig.store.memory.local import LocalEmbedder

    try:
        return LocalEmbedder()
    except Missing:
        return None


def memory_of(artifacts: Path, told: Told | None = None) -> Memory:
    """Return the memory of an artifacts folder; `told` takes a sentence where its file had to be set aside."""
    path = artifacts / MEMORY_FILE
    return Memory(path, told) if told is not None else Memory(path)


def remember(
    artifacts: Path,
    memory: Memory,
    embedder: Embedder,
    *,
    progress: Progress = lambda share, word: None,  # noqa: ARG005
) -> Remembered:
    """Bring the memory up to date: new and changed runs are read and embedded, deleted ones forgotten.

    Runs are written before their vectors: whoever is stopped half way goes on from there next time.
    """
    known = memory.stamps()
    folders = run_folders(artifacts)
    stamps = {folder.relative_to(artifacts).as_posix(): (folder, stamp_of(folder)) for folder in folders}
    changed = [(folder, stamp) for name, (folder, stamp) in stamps.items() if known.get(name) != stamp]
    runs = []
    for place, (folder, stamp) in enumerate(changed):
        progress(place / len(changed) / 2, folder.name)
        runs.append(recall(read_run_files(folder, artifacts), stamp=stamp))
    forgotten = 0
    if runs or known.keys() - stamps.keys():
        forgotten = memory.remember(runs, is_gone=lambda name: not (artifacts / name / "run.json").is_file())
    embedded = memory.embed(embedder, progress=lambda share: progress(0.5 + share / 2, "embedding"))
    return Remembered(len(folders), len(changed), forgotten, embedded)


def rebuild(artifacts: Path, embedder: Embedder, *, told: Told, progress: Progress) -> Remembered:
    """Make the memory anew from the artifacts folder; the old file stays until the new one is whole."""
    place = artifacts / f".{MEMORY_FILE}.part"
    place.unlink(missing_ok=True)
    try:
        done = remember(artifacts, Memory(place, told), embedder, progress=progress)
        place.replace(artifacts / MEMORY_FILE)
        (artifacts / f"{MEMORY_FILE}.wal").unlink(missing_ok=True)  # the old file's, and no part of the new one
    except OSError as error:
        raise Missing(
            f"the memory could not be replaced: {error.strerror}", where=str(artifacts), cure="try it again"
        ) from None
    finally:
        place.unlink(missing_ok=True)
    return done
