"""A checkout of Lean, real or laid for a test."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest


def lean_checkout() -> Path:
    """Return the checkout that LEANRIG_LEAN names; skip the test where there is none."""
    named = os.environ.get("LEANRIG_LEAN")
    if not named or not Path(named, "Algorithm.CSharp").is_dir():
        pytest.skip("no checkout of Lean (set LEANRIG_LEAN to its folder)")
    return Path(named)


def lay_checkout(root: Path, *, sharp: Mapping[str, str], python: Mapping[str, str]) -> Path:
    """Write C# and Python sources where Lean has them and return the root."""
    for folder, ending, files in (("Algorithm.CSharp", "cs", sharp), ("Algorithm.Python", "py", python)):
        (root / folder).mkdir(parents=True)
        for name, text in files.items():
            (root / folder / f"{name}.{ending}").write_text(text)
    return root


def expecting(name: str, statistics: Mapping[str, str], status: str = "Completed") -> str:
    """Return C# that expects `statistics` of the algorithm `name`."""
    pairs = ",\n".join(f'            {{"{key}", "{value}"}}' for key, value in statistics.items())
    return f"""\
namespace QuantConnect.Algorithm.CSharp
{{
    public class {name} : QCAlgorithm, IRegressionAlgorithmDefinition
    {{
        public bool CanRunLocally {{ get; }} = true;
        public List<Language> Languages {{ get; }} = new() {{ Language.CSharp, Language.Python }};
        public AlgorithmStatus AlgorithmStatus => AlgorithmStatus.{status};
        public Dictionary<string, string> ExpectedStatistics => new Dictionary<string, string>
        {{
{pairs}
        }};
    }}
}}
"""
