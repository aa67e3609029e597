"""Whether text of others gives orders: to a machine that reads it, or to a reader with money. Pure.

Both err on the side of yes: a harmless sentence that is left out costs a line, one that is obeyed costs more.
"""

import re

__all__ = ["gives_orders", "speaks_to_machines"]

_MACHINES = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}\b(?:instruction|prompt|rules?|above|previous|context)"
    r"|\b(?:system|developer)[ -]+(?:prompt|message|mode|override)\b"
    r"|\b(?:you are|act as|pretend to be) (?:now |an? )?(?:\w+ )?(?:ai|assistant|language model|chatbot|developer)\b"
    r"|\bas an? (?:ai|language model)\b|\b(?:new|following|these|my|your|previous) instructions?\b"
    r"|\b(?:assistant|system|user)\s*:\s|\bdo not (?:tell|mention|reveal|follow|trust) (?:the|this|that|any|your)\b"
    r"|\b(?:say|state|reply|respond|answer|output|print|repeat) (?:that |only |exactly )?the sharpe\b",
    re.IGNORECASE,
)
_READERS = re.compile(
    r"\byou (?:should|must|need to|have to|ought to)\b|\b(?:click|tap|press) (?:here|on|the|this)\b"
    r"|\b(?:buy|sell|short|accumulate|dump) (?:now|today|immediately|at once|before|shares|[\d,]+|this)\b"
    r"|(?:^|[.!?:;,]\s+|\bplease )(?:say|write|reply|respond|output|print|repeat|call|contact|subscribe|visit|sign up"
    r"|log in|send|wire|transfer|buy|sell|go to|follow|open|download|run|execute)\b"
    r"|\(address\b|\S@\S+\.\w",
    re.IGNORECASE,
)


def speaks_to_machines(text: str) -> bool:
    """Whether `text` wants to be obeyed by a model that reads it."""
    return bool(_MACHINES.search(text))


def gives_orders(text: str) -> bool:
    """Whether `text` speaks to its reader, man or machine, instead of about something."""
    return speaks_to_machines(text) or bool(_READERS.search(text))
