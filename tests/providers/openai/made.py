"""A question with facts, and those who ask a stand-in of OpenAI."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from leanrig.model.narration import Question, Role
from leanrig.providers.http.rates import Patience
from leanrig.providers.openai.asking import Asker
from leanrig.providers.openai.ledger import Ledger
from leanrig.providers.openai.wire import client_of
from leanrig.providers.openai.writer import OpenAiWriter
from leanrig.report.narrate.language import Narrative
from leanrig.standins.openai import OPENAI_KEY
from leanrig.standins.server import Standin

NOW = datetime(2026, 11, 25, 21, 30, tzinfo=UTC)
QUICK = Patience(timeout_s=3, attempts=3, deadline_s=4, first_wait_s=0.01, longest_wait_s=0.05)
FACTS = {
    "account.sharpe": {"is": "the account's Sharpe ratio of 0.76", "measure": "sharpe", "unit": "ratio"},
    "benchmark.sharpe": {"is": "the benchmark's Sharpe ratio of 0.41", "measure": "sharpe", "unit": "ratio"},
    "account.drawdown": {
        "is": "the account's deepest drawdown of −12.3 %", "measure": "drawdown", "unit": "%",
        "may": "be deep or shallow",
    },
    "benchmark.drawdown": {
        "is": "the benchmark's deepest drawdown of −33.9 %", "measure": "drawdown", "unit": "%",
        "may": "be deep or shallow",
    },
}  # fmt: skip


def question_of(*, role: Role = "fast", most_tokens: int = 2_000, **more: Any) -> Question:
    data = {"sections": ["summary"], "facts": FACTS, "facts_left_out": 0, "true_sentences": {}} | more
    return Question(
        role, "Write in slots.", json.dumps(data, ensure_ascii=False), Narrative.model_json_schema(),
        most_tokens=most_tokens,
    )  # fmt: skip


def asker_of(url: str, state: Path, *, key: str | None = OPENAI_KEY, patience: Patience = QUICK) -> Asker:
    secret = SecretStr(key) if key is not None else None
    vendor, name = ("openai", "OpenAI") if key is not None else ("local", "local server")
    client = client_of(vendor, f"{url}/v1", key=secret, state=state, timeout_s=patience.timeout_s)
    return Asker(name, client, key=secret, patience=patience)


def writer_of(server: Standin, ledger: Ledger, state: Path, **more: Any) -> OpenAiWriter:
    options: dict[str, Any] = {
        "models": {"deep": "gpt-6.2-sol", "fast": "gpt-6-luna"},
        "efforts": {"deep": "medium", "fast": "low"},
        "prices": {},
    }
    key, patience = more.pop("key", OPENAI_KEY), more.pop("patience", QUICK)
    return OpenAiWriter(asker_of(server.url, state, key=key, patience=patience), ledger, **(options | more))
