"""Have we tried this? The earlier runs that a reader of a new report should know of."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from leanrig.pipeline.memory import memory_of, remember
from leanrig.pipeline.run_files import read_run_files, run_folders
from leanrig.pipeline.run_groups import ALIKE
from leanrig.report.recall.centroids import centroids_of
from leanrig.report.recall.tried import Likeness, Near, has_same_inputs, near_run
from leanrig.store.memory.embedder import Embedder

__all__ = ["tried_before"]

_MOST_OF_A_KIND = 2
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def tried_before(run_folder: Path, *, embedder: Embedder | None = None, most: int = 3) -> tuple[Near, ...]:
    """Return the earlier runs nearest to a run: those on the same inputs first, then of the same recipe, then alike.

    Parameters
    ----------
    run_folder
        `artifacts/[SYMBOL]/[DATE]/[TIME]`, with its `run.json`; of a folder elsewhere nothing is known.
    embedder
        Who embeds; None leaves out runs that are only alike, which needs neither an extra nor a vendor.
    most
        How many to return; two of a kind at most.
    """
    run_folder = run_folder.resolve()
    if not (run_folder / "run.json").is_file() or not _DAY.fullmatch(run_folder.parent.name):
        return ()
    artifacts = run_folder.parents[2]
    mine = _record(run_folder)
    earlier = {
        folder: record
        for folder in run_folders(artifacts)
        if folder != run_folder and str((record := _record(folder)).get("started")) < str(mine.get("started") or "")
    }
    newest = sorted(earlier, key=lambda folder: (str(earlier[folder].get("started")), folder.as_posix()), reverse=True)
    same = [folder for folder in newest if has_same_inputs(mine, earlier[folder])]
    recipe = [folder for folder in newest if folder not in same and _is_same_recipe(mine, earlier[folder])]
    chosen: list[tuple[Path, Likeness, float | None]] = []
    chosen += [(folder, "same inputs", None) for folder in same[:_MOST_OF_A_KIND]]
    chosen += [(folder, "same recipe", None) for folder in recipe[:_MOST_OF_A_KIND]]
    if embedder is not None and len(chosen) < most:
        others = {folder for folder in newest if folder not in same and folder not in recipe}
        alike = _alike(artifacts, run_folder, others, embedder)
        chosen += [(folder, "alike", score) for folder, score in alike[:_MOST_OF_A_KIND]]
    new = read_run_files(run_folder, artifacts)
    return tuple(
        near_run(new, read_run_files(folder, artifacts), likeness, score=score)
        for folder, likeness, score in chosen[:most]
    )


def _alike(artifacts: Path, run: Path, among: Iterable[Path], embedder: Embedder) -> list[tuple[Path, float]]:
    memory = memory_of(artifacts)
    remember(artifacts, memory, embedder)
    seen = memory.centred(embedder)
    order, centroids = centroids_of(seen.folders, seen.hashes, seen.vectors)
    place = {folder: number for number, folder in enumerate(order)}
    name = run.relative_to(artifacts).as_posix()
    if name not in place:
        return []
    scores = centroids @ centroids[place[name]]
    found = []
    for folder in among:
        number = place.get(folder.relative_to(artifacts).as_posix())
        if number is not None and scores[number] >= ALIKE:
            found.append((folder, float(scores[number])))
    return sorted(found, key=lambda item: (-round(item[1], 6), item[0].as_posix()))


def _is_same_recipe(mine: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(mine.get("recipe")) and mine.get("recipe") == other.get("recipe")


def _record(folder: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}
