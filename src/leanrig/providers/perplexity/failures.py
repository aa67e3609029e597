"""How Perplexity fails with status 200: the answer says that it is none. Each is a `VendorFailed` (exit code 4)."""

from leanrig.errors import VendorFailed

__all__ = ["AnswerCancelled", "AnswerFailed", "AnswerIncomplete", "AnswerRefused", "NoSource"]


class AnswerFailed(VendorFailed):
    """The vendor tried and failed."""


class AnswerCancelled(VendorFailed):
    """The vendor, or somebody with the same key, stopped it."""


class AnswerIncomplete(VendorFailed):
    """The answer ends in the middle: tokens used up, or not finished when it was sent."""


class AnswerRefused(VendorFailed):
    """The model does not want to answer, or not in the form that was asked for."""


class NoSource(VendorFailed):
    """An opinion that names no source is none that can be shown."""
