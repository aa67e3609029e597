"""Writes `docs/commands.md` from the commands' own help, so that neither can say what the other does not.

python -m leanrig.cli.help_page > docs/commands.md
"""

from typing import Any

import click

from leanrig.cli.main import COMMANDS, cli

__all__ = ["help_page"]

_HEAD = """\
# Commands

Made from the commands' own help (`python -m leanrig.cli.help_page`); a test holds the two together.

## Exit codes

| code | means |
| --- | --- |
| 0 | done and good |
| 1 | done, and the verdict or comparison is bad |
| 2 | bad input or usage |
| 3 | something is missing on this machine; `leanrig doctor` says the cure |
| 4 | a vendor or Lean failed |
| 5 | our own error |
| 130 | interrupted |

With `--json`, stdout holds exactly one object; progress and logs go to stderr.
"""


def help_page() -> str:
    """Return the page's text."""
    parts = [_HEAD, _block("leanrig", cli)]
    parent = click.Context(cli, info_name="leanrig", **cli.context_settings)
    for name in COMMANDS:
        command = cli.get_command(parent, name)
        parts.append(_block(f"leanrig {name}", command, parent, name))
        if isinstance(command, click.Group):
            of_group = click.Context(command, info_name=name, parent=parent)
            parts += [_block(f"leanrig {name} {sub}", one, of_group, sub) for sub, one in command.commands.items()]
    return "\n".join(parts)


def _block(
    title: str, command: click.Command | None, parent: click.Context | None = None, name: str = "leanrig"
) -> str:
    assert command is not None
    width: dict[str, Any] = {"terminal_width": 100, "max_content_width": 100}
    context = click.Context(command, info_name=name, parent=parent, **width, **command.context_settings)
    return f"## `{title}`\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    print(help_page(), end="")
