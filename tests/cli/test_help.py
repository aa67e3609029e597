"""The docs say what the help says."""

from pathlib import Path

from leanrig.cli.help_page import help_page


def test_the_page_of_commands_is_the_commands_own_help() -> None:
    page = Path(__file__).parents[2] / "docs" / "commands.md"
    assert page.read_text() == help_page(), "run: python -m leanrig.cli.help_page > docs/commands.md"
