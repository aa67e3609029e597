"""Rows that travel in the algorithm's own modules, read like an Object Store. Standard library only."""

from collections.abc import Mapping

__all__ = ["TextStore"]


class TextStore:
    """The two questions that `SignalFeed` asks of an Object Store, answered from texts.

    Parameters
    ----------
    texts
        Key -> its text, in parts.
    """

    def __init__(self, texts: Mapping[str, tuple[str, ...]]) -> None:
        self._texts = texts

    def contains_key(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self._texts

    def read(self, key: str) -> str:
        """The whole text."""
        return "".join(self._texts[key])
