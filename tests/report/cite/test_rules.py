"""The rules' sentences: every one passes the check that a model's sentences pass, and says what is so, honest first."""

from pathlib import Path

import pytest
from backtest.recorded import as_lean_folder, recorded
from report.cite.made import inputs_of, result_of, row, table_of, trade
from report.run_folders import NOW, run_folder
from report.run_folders import inputs_of as inputs_of_folder
from shared_reference import shared

from leanrig.backtest.verdict import judge
from leanrig.model.verdict import Judgement
from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.cite.table import citable_of
from leanrig.report.facts import gather
from leanrig.report.inputs import ReportInputs
from leanrig.report.narrate.check import check_sentence
from leanrig.report.narrate.language import SECTIONS, SectionName, compose
from leanrig.report.narrate.rules import rules_of

_LONG = ("BareDailyCross", "BareMonthlyRanks", "BareFramework", "BareSignalRows")


@pytest.mark.parametrize("name", _LONG)
def test_no_sentence_of_the_rules_is_refused(name: str, tmp_path: Path) -> None:
    inputs = inputs_of_folder(as_lean_folder(name, tmp_path))
    assert _checked(citable_of(inputs, gather(inputs))) > 15


def test_nor_one_of_a_run_with_everything(tmp_path: Path) -> None:
    inputs = inputs_of_folder(run_folder(tmp_path))
    assert _checked(citable_of(inputs, gather(inputs))) > 30


def test_nor_one_of_what_real_lean_left() -> None:
    for folder in sorted(path for path in shared("lean-results", "samples").iterdir() if path.is_dir()):
        inputs = inputs_of_folder(folder)
        assert _checked(citable_of(inputs, gather(inputs))) > 0, folder.name


def test_nor_one_of_the_recorded_runs() -> None:
    for path in sorted(shared("lean-results", "regression").glob("*.json.gz"))[::20]:
        _, result = recorded(path)
        inputs = ReportInputs(result=result, verdict=judge(result), made_at=NOW, command="leanrig report made")
        _checked(citable_of(inputs, gather(inputs)))


def test_what_is_wrong_with_a_run_comes_before_its_figures() -> None:
    table = table_of(inputs_of(result_of([100, 90, 120]), judgement=Judgement.SOME_REFUSED))
    told = _told(table, "summary")
    assert told[0] == "The verdict is a run with refused orders, to be read with care."
    assert told[1] == "Keep in mind this: it is so."


def test_a_higher_ratio_is_never_called_better_where_it_may_be_luck() -> None:
    equity = [100 * 1.001**day * (1 + 0.01 * (day % 3)) for day in range(300)]
    held = [100 * 1.0008**day * (1 + 0.01 * (day % 4)) for day in range(300)]
    table = table_of(inputs_of(result_of(equity, benchmark=held)))
    told = " ".join(_told(table, "summary"))
    assert "better" not in told
    assert "chance alone may explain" in told


def test_equal_as_shown_is_called_equal() -> None:
    equity = [100.0, 101.0, 100.5, 102.0]
    told = _told(table_of(inputs_of(result_of(equity, benchmark=equity))), "performance")
    assert "The account's return a year of " in told[0]
    assert " was equal to SPY's " in told[0]


def test_nothing_is_said_of_what_is_not_there() -> None:
    table = table_of(inputs_of(result_of([]), judgement=Judgement.CRASHED))
    said = {section.name for section in rules_of(table).sections if section.sentences}
    assert said <= {"summary", "trading", "data"}
    assert _told(table, "performance") == []


def test_a_regime_and_a_losing_trade_are_told() -> None:
    rows = [row(-1, "calm"), row(3, "volatile")]
    table = table_of(inputs_of(result_of([100, 101, 99, 98, 97, 99], trades=[trade(-2.0)]), signals=rows))
    assert any("the last regime, volatile" in sentence for sentence in _told(table, "regimes"))
    assert "There were 0 winning trades and 1 losing trade." in _told(table, "trading")


def _told(table: CitableTable, name: SectionName) -> list[str]:
    section = next(section for section in rules_of(table).sections if section.name == name)
    return ["".join(_shown(part) for part in compose(sentence.text, table)) for sentence in section.sentences]


def _shown(part: str | tuple[Citable, str]) -> str:
    return part if isinstance(part, str) else part[1]


def _checked(table: CitableTable) -> int:
    narrative = rules_of(table)
    assert [section.name for section in narrative.sections] == list(SECTIONS)
    texts = [sentence.text for section in narrative.sections for sentence in section.sentences]
    refused = {text: [str(reason) for reason in found] for text in texts if (found := check_sentence(text, table))}
    assert not refused
    assert len(texts) == len(set(texts))
    return len(texts)
