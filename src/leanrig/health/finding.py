"""What a look at one thing found."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "State"]


class State(StrEnum):
    """How a thing is. Only `BROKEN` stops the main job; `ABSENT` closes a way that has another beside it."""

    GOOD = "good"
    ABSENT = "absent"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of `leanrig doctor`: the thing, how it is in words, and what to do where it is not good."""

    thing: str
    state: State
    detail: str
    cure: str = ""
