"""Honest sentences from the files of paraphrases."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["HELD_OUT_FILE", "MORE_FILE", "SEEN_FILE", "Honest", "honest", "more_sentences"]

SEEN_FILE = Path(__file__).with_name("paraphrases.toml")
MORE_FILE = Path(__file__).with_name("paraphrases_more.toml")
HELD_OUT_FILE = Path(__file__).with_name("paraphrases_held_out.toml")


@dataclass(frozen=True, slots=True)
class Honest:
    """A sentence, the report it is about, and what it claims."""

    report: str
    text: str
    claims: tuple[str, ...]


def honest(file: Path = SEEN_FILE) -> tuple[Honest, ...]:
    """Return the sentences of a file in its order."""
    tables = tomllib.loads(file.read_text("utf-8"))
    return tuple(Honest(name, said[0], tuple(said[1:])) for name, all_said in tables.items() for said in all_said)


def more_sentences() -> tuple[Honest, ...]:
    """Return more honest sentences, in the manner of different writers."""
    return honest(MORE_FILE)
