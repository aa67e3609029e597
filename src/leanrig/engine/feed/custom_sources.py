"""Lines of user-defined types: from files on this machine and from the Object Store."""

from pathlib import Path
from typing import Any

from leanrig.engine.enums import FileFormat, SubscriptionTransportMedium
from leanrig.engine.errors import NotThereYet
from leanrig.engine.files.data_folder import DataFolder

__all__ = ["lines_of", "same_source"]


def same_source(one: Any, other: Any) -> bool:
    """Whether two sources name the same lines."""
    if one is None or other is None:
        return one is other
    return bool(
        one.source == other.source
        and int(one.transport_medium) == int(other.transport_medium)
        and int(one.format) == int(other.format)
    )


def lines_of(source: Any, folder: DataFolder, store: Any) -> list[str]:
    """The lines of a source; none where there is nothing.

    Raises
    ------
    NotThereYet
        For what lies on the network, and for formats other than lines of text.
    """
    medium, form = SubscriptionTransportMedium(int(source.transport_medium)), FileFormat(int(source.format))
    if form not in (FileFormat.CSV, FileFormat.UNFOLDING_COLLECTION, FileFormat.FOLDING_COLLECTION):
        raise NotThereYet(f"FileFormat.{form.to_string()}")
    if medium is SubscriptionTransportMedium.LOCAL_FILE:
        content = _local(str(source.source), folder)
    elif medium is SubscriptionTransportMedium.OBJECT_STORE:
        content = _stored(str(source.source), folder, store)
    else:
        raise NotThereYet(f"SubscriptionTransportMedium.{medium.to_string()}")
    if not content:
        return []
    return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").removesuffix("\n").split("\n")


def _local(source: str, folder: DataFolder) -> bytes | None:
    path = Path(source.partition("#")[0])
    root = folder.root.resolve()
    absolute = path if path.is_absolute() else Path.cwd() / path
    resolved = absolute.resolve()
    name = resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else resolved.as_posix().lstrip("/")
    if not absolute.is_file():
        folder.monitor.note(name, found=False)
        return None
    if path.suffix == ".zip":
        entry = source.partition("#")[2]
        return folder.unpacked(absolute, name, entry)
    folder.monitor.note(name, found=True)
    return absolute.read_bytes()


def _stored(key: str, folder: DataFolder, store: Any) -> bytes | None:
    """What a key holds; reads of the store are not among the data requests."""
    if store is None or not store.contains_key(key):
        return None
    if key.endswith(".zip"):
        return folder.unpacked(Path(store.get_file_path(key)), None, "")
    return bytes(store.read_bytes(key))
