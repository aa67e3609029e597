"""A body that is a form and no JSON: fields, and files where it has some."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Form"]


@dataclass(frozen=True, slots=True)
class Form:
    """Sent as `multipart/form-data` where it holds files, else as `application/x-www-form-urlencoded`."""

    fields: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)
