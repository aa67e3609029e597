"""The answers of models beside a run, so that its report can be made again without asking, byte for byte."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.model.narration import Answer, Question, Tokens

__all__ = ["RECORD", "Exchange", "Record", "question_hash", "read_record", "write_record"]

RECORD = "narration.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question by its hash, what was answered, and who failed before."""

    question: str
    answer: Answer
    failures: tuple[str, ...] = ()


@dataclass(slots=True)
class Record:
    """All exchanges of one report, in the order in which they were had."""

    exchanges: dict[str, Exchange] = field(default_factory=dict)


def question_hash(question: Question) -> str:
    """Return the hash of all that a model sees."""
    text = json.dumps(asdict(question), sort_keys=True, ensure_ascii=False, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()


def read_record(path: Path) -> Record:
    """Return what is recorded; empty where there is no file.

    Raises
    ------
    BadInput
        If the file is cut off or of another version.
    """
    if not path.is_file():
        return Record()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["version"] != _VERSION:
            raise BadInput(
                f"answers of another version of leanrig ({found['version']})",
                where=str(path),
                cure="leanrig report --fresh asks anew and writes it again",
            )
        return Record({item["question"]: _exchange(item) for item in found["exchanges"]})
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"recorded answers cannot be read: {error}", where=str(path), cure="leanrig report --fresh asks anew"
        ) from error


def write_record(path: Path, record: Record) -> None:
    """Write it whole or not at all."""
    exchanges = [asdict(exchange) for exchange in record.exchanges.values()]
    text = json.dumps({"version": _VERSION, "exchanges": exchanges}, indent=1, ensure_ascii=False)
    write_text(path, text + "\n")


def _exchange(item: dict[str, Any]) -> Exchange:
    answer = Answer(**(item["answer"] | {"tokens": Tokens(**item["answer"]["tokens"])}))
    return Exchange(item["question"], answer, tuple(item["failures"]))
