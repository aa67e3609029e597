"""The Object Store: what an algorithm reads by key, in the cloud as on this machine."""

import hashlib
from dataclasses import dataclass

from leanrig.providers.quantconnect.wire import Api, need

__all__ = ["StoredObject", "delete_object", "object_properties", "put_object"]


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store says of one key; `md5` is empty where it says none."""

    key: str
    size: int
    md5: str

    def holds(self, data: bytes) -> bool:
        """Whether it can be these bytes: by hash where there is one, else by size."""
        # A checksum against damage on the way, chosen by the vendor.
        return self.size == len(data) and self.md5 in ("", hashlib.md5(data, usedforsecurity=False).hexdigest())


def put_object(api: Api, organization: str, key: str, data: bytes) -> None:
    """Store bytes under a key; what was there is replaced."""
    api.send_form("object/set", {"organizationId": organization, "key": key}, {"objectData": data})


def object_properties(api: Api, organization: str, key: str) -> StoredObject:
    """Return size and checksum of what lies under a key; raise `CloudGone` where nothing does."""
    path = "object/properties"
    found = need(api.read(path, organizationId=organization, key=key), "metadata", dict, path)
    size = found.get("size")
    return StoredObject(key, int(size) if isinstance(size, int | float) else -1, str(found.get("md5") or ""))


def delete_object(api: Api, organization: str, key: str) -> None:
    """Take a key away."""
    api.put("object/delete", organizationId=organization, key=key)
