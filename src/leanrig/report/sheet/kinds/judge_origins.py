"""What a judge's page rests on, and what it has not. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from leanrig.report.fact import Facts, Row, say
from leanrig.report.sheet.kinds.judge_cells import text, texts
from leanrig.report.sheet.sheet import Block, Bullets, Part

__all__ = ["missing_part", "origins_part"]


def origins_part(
    facts: Facts, origins: Sequence[tuple[str, str]], files: Mapping[str, str], *, command: str, made_at: datetime
) -> Part:
    """Return parameters, data, files with their hashes, and the command that makes the page again."""
    lines = [
        say("{name}: {text}", name=facts.name(f"origin.{n}.name", name), text=facts.name(f"origin.{n}", words))
        for n, (name, words) in enumerate((*origins, ("Page made", f"{made_at:%Y-%m-%d %H:%M} UTC")))
    ]
    blocks: list[Block] = [Bullets(tuple(lines))]
    if files:
        rows: list[Row] = [(text(name), text(digest)) for name, digest in files.items()]
        blocks.append(facts.table("files", "Files and their hashes", texts("File", "SHA-256"), rows, "workspace"))
    blocks.append(facts.quote("command", command, "this page"))
    return Part("From what", "from", tuple(blocks))


def missing_part(facts: Facts, notes: Sequence[str]) -> Iterator[Part]:
    """Yield what is missing, where something is."""
    lines = [say("{note}.", note=facts.name(f"missing.{place}", note.rstrip("."))) for place, note in enumerate(notes)]
    if lines:
        yield Part("What is missing", "missing", (Bullets(tuple(lines)),))
