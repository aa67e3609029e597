"""What Lean publishes is read from its sources as its own harness would have it."""

import json
from pathlib import Path

import pytest
from conformance.checkout import lay_checkout, lean_checkout
from shared_reference import shared

from leanrig.conformance.published import read_published
from leanrig.conformance.tiers import TIERS, tier_of
from leanrig.errors import BadInput, Missing

_BASE = """
namespace QuantConnect.Algorithm.CSharp
{
    public class Plain : QCAlgorithm, IRegressionAlgorithmDefinition
    {
        public class Inner { public int Languages { get; } = 3; }
        public virtual bool CanRunLocally { get; } = true;
        public virtual List<Language> Languages { get; } = new() { Language.CSharp, Language.Python };
        public AlgorithmStatus AlgorithmStatus => AlgorithmStatus.RuntimeError;
        public virtual Dictionary<string, string> ExpectedStatistics => new Dictionary<string, string>
        {
            {"Total Orders", "1"},
            {"Total Fees", "$3.44"},
            {"OrderListHash", "abc"}
        };
    }
}
"""
_CHILD = """
namespace QuantConnect.Algorithm.CSharp;
public class Heir : Plain
{
    public override Dictionary<string, string> ExpectedStatistics => new()
    {
        { "Total Orders", "2" }
    };
}
public class SharpOnly : Plain
{
    public override List<Language> Languages { get; } = new() { Language.CSharp };
}
"""


def test_an_heir_has_what_it_does_not_state_from_the_class_it_extends(tmp_path: Path) -> None:
    python = dict.fromkeys(("Plain", "Heir", "SharpOnly", "Stranger"), "class A: ...")
    lay_checkout(tmp_path, sharp={"Plain": _BASE, "Heir": _CHILD}, python=python)
    found = read_published(tmp_path)
    assert set(found) == {"Plain", "Heir"}
    assert found["Plain"].statistics == {"Total Orders": "1", "Total Fees": "$3.44", "OrderListHash": "abc"}
    assert found["Heir"].statistics == {"Total Orders": "2"}
    assert found["Heir"].status == "RuntimeError"
    assert found["Heir"].is_local


def test_what_is_no_checkout_is_said(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no checkout"):
        read_published(tmp_path)


def test_statistics_in_an_unknown_form_are_refused(tmp_path: Path) -> None:
    torn = _BASE.replace('{"Total Fees", "$3.44"},', '{"Total Fees", Fees()},')
    lay_checkout(tmp_path, sharp={"Plain": torn}, python={"Plain": ""})
    with pytest.raises(BadInput, match="expected statistics"):
        read_published(tmp_path)


def test_all_of_lean_s_own_are_read_as_the_catalogue_has_them() -> None:
    catalogue = json.loads(shared("lean-regression", "catalog.json").read_text())
    found = read_published(lean_checkout())
    assert set(found) == {entry["name"] for entry in catalogue}
    for entry in catalogue:
        item = found[entry["name"]]
        assert item.statistics == entry["expected_statistics"], entry["name"]
        assert item.status == entry["status"], entry["name"]
        assert item.is_local == bool(entry["can_run_locally"]), entry["name"]


def test_tiers_agree_with_the_catalogue_on_nine_in_ten() -> None:
    catalogue = {
        entry["name"]: entry["tier"] for entry in json.loads(shared("lean-regression", "catalog.json").read_text())
    }
    found = {name: tier_of(item.python_file.read_text()) for name, item in read_published(lean_checkout()).items()}
    assert set(found.values()) == set(TIERS)
    assert sum(found[name] == tier for name, tier in catalogue.items()) > 0.9 * len(catalogue)


@pytest.mark.parametrize(
    ("source", "tier"),
    [
        ("self.set_holdings('SPY', 1)", "T1"),
        ("self.sma('SPY', 20)", "T2"),
        ("class A(PythonData): ...", "T3"),
        ("self.set_alpha(x)", "T4"),
        ("self.add_universe(self.select)", "T5"),
        ("self.add_option('SPY'); self.set_alpha(x)", "T6"),
    ],
)
def test_the_highest_need_decides_the_tier(source: str, tier: str) -> None:
    assert tier_of(source) == tier
