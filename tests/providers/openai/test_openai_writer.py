"""Good answers: what is asked, what comes back, what it costs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from providers.openai.made import FACTS, NOW, question_of, writer_of

from leanrig.providers.openai.ledger import Ledger
from leanrig.providers.openai.prices import price_of
from leanrig.providers.openai.writer import LocalWriter, OpenAiWriter
from leanrig.report.narrate.language import Narrative, parse
from leanrig.settings import ModelPrice
from leanrig.standins.openai_narrators import scripted
from leanrig.standins.server import Standin


def slots(text: str) -> set[str]:
    found = Narrative.model_validate_json(text)
    parts = [part for section in found.sections for one in section.sentences for part in parse(one.text)]
    return {part.key for part in parts if not isinstance(part, str)}


def test_the_answer_fits_the_schema_and_cites_given_facts(writer: OpenAiWriter) -> None:
    answer = writer.answer(question_of())
    assert slots(answer.text) <= set(FACTS)
    texts = [one.text for section in Narrative.model_validate_json(answer.text).sections for one in section.sentences]
    assert texts == [
        "{account.sharpe} was higher than {benchmark.sharpe}.",
        "Against {benchmark.drawdown}, {account.drawdown} was smaller.",
    ]
    assert (answer.writer, answer.model) == ("OpenAI", "gpt-6-luna")
    assert answer.identity.startswith("resp_")


def test_what_is_sent(writer: OpenAiWriter, server: Standin) -> None:
    question = question_of(role="deep")
    writer.answer(question)
    (exchange,) = server.exchanges
    assert (exchange.method, exchange.path) == ("POST", "/v1/responses")
    assert json.loads(exchange.body) == {
        "model": "gpt-6.2-sol",
        "instructions": question.instructions,
        "input": question.data,
        "max_output_tokens": 8_000,
        "store": False,
        "text": {
            "format": {
                "type": "json_schema",
                "name": "narrative",
                "schema": Narrative.model_json_schema(),
                "strict": True,
            }
        },
        "reasoning": {"effort": "medium"},
    }
    names = {name.lower() for name in exchange.headers}
    assert names == {
        "host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length",
        "authorization",
    }  # fmt: skip


def test_an_effort_that_is_empty_is_not_sent(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    writer_of(server, ledger, tmp_path, efforts={"deep": "", "fast": ""}).answer(question_of(most_tokens=500))
    sent = json.loads(server.exchanges[0].body)
    assert "reasoning" not in sent
    assert sent["max_output_tokens"] == 500


def test_the_cost_is_the_vendors_price_for_the_tokens_told(writer: OpenAiWriter, ledger: Ledger) -> None:
    answer = writer.answer(question_of())
    # gpt-6-luna: 0.10 and 0.50 dollars a million tokens.
    by_hand = answer.tokens.sent * 0.10e-6 + answer.tokens.received * 0.50e-6
    assert answer.tokens.cost == pytest.approx(by_hand, rel=1e-12)
    assert answer.tokens.sent > 100
    (line,) = ledger.lines(NOW)
    assert (line.writer, line.role, line.model) == ("OpenAI", "fast", "gpt-6-luna")
    assert (line.sent, line.received) == (answer.tokens.sent, answer.tokens.received)
    assert line.cost == pytest.approx(by_hand, abs=1e-9)
    assert not line.is_open


def test_a_model_without_a_price_costs_nobody_knows_what_and_counts_as_the_dearest(
    served: Callable[..., OpenAiWriter], ledger: Ledger
) -> None:
    writer = served(models={"gpt-9-nova": None})
    writer._models = {"fast": "gpt-9-nova"}
    answer = writer.answer(question_of())
    assert answer.tokens.cost is None
    (line,) = ledger.lines(NOW)
    assert line.cost is None
    assert line.counted == pytest.approx(answer.tokens.sent * 10e-6 + answer.tokens.received * 50e-6, abs=1e-9)
    assert price_of("gpt-9-nova", {"gpt-9-nova": ModelPrice(input=1)}) == ModelPrice(input=1)


def test_the_local_server_is_asked_by_chat_and_costs_nothing(
    local_writer: LocalWriter, local_server: Standin, ledger: Ledger
) -> None:
    answer = local_writer.answer(question_of())
    assert slots(answer.text) <= set(FACTS)
    assert (answer.writer, answer.model, answer.tokens.cost) == ("local server", "qwen3:8b", 0.0)
    (exchange,) = local_server.exchanges
    assert exchange.path == "/v1/chat/completions"
    assert "Authorization" not in exchange.headers
    sent = json.loads(exchange.body)
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert ledger.today().dollars == 0
    assert ledger.today().calls == 1


def test_scripted_answers_come_in_their_order(served: Callable[..., OpenAiWriter]) -> None:
    writer = served(narrator=scripted(['{"sections": []}', '{"sections": [1]}']))
    texts = [writer.answer(question_of()).text for _ in range(3)]
    assert texts == ['{"sections": []}', '{"sections": [1]}', '{"sections": [1]}']
