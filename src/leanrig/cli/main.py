"""The `leanrig` command: finds the subcommand, turns errors into three lines and an exit code."""

import importlib
import sys
import traceback
from pathlib import Path

import click

from leanrig import __version__
from leanrig.cli.terminal import Terminal
from leanrig.errors import Interrupted, LeanrigError, OwnFault

__all__ = ["COMMANDS", "cli", "main"]

# Name -> where its click command is; each is imported when it is asked for, so that `--help` stays quick.
COMMANDS = {
    "demo": "leanrig.cli.demo",
    "init": "leanrig.cli.init",
    "fetch": "leanrig.cli.fetch",
    "check": "leanrig.cli.check",
    "signals": "leanrig.cli.signals",
    "audit": "leanrig.cli.audit",
    "render": "leanrig.cli.render",
    "backtest": "leanrig.cli.backtest",
    "report": "leanrig.cli.report",
    "analyze": "leanrig.cli.analyze",
    "judge": "leanrig.cli.judge",
    "digest": "leanrig.cli.digest",
    "notebook": "leanrig.cli.notebook",
    "deploy": "leanrig.cli.deploy",
    "run": "leanrig.cli.run",
    "optimize": "leanrig.cli.optimize",
    "compare": "leanrig.cli.compare",
    "search": "leanrig.cli.search",
    "verify": "leanrig.cli.verify",
    "conformance": "leanrig.cli.conformance",
    "sandbox": "leanrig.cli.sandbox",
    "doctor": "leanrig.cli.doctor",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="leanrig")
@click.option("--quiet", is_flag=True, help="Say nothing but errors and the result.")
@click.pass_context
def cli(ctx: click.Context, quiet: bool) -> None:
    """Turn bars into regimes, signal files, Lean algorithms, backtests and reports.

    Without a command: what is in this workspace, and what comes next.
    """
    ctx.obj = Terminal(quiet=quiet)
    if ctx.invoked_subcommand is None:
        from leanrig.cli.overview import overview

        overview(ctx.obj)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every way of ending has its documented exit code (docs/commands.md)."""
    try:
        code = cli.main(arguments, standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(_show(Interrupted("stopped", cure="what was finished is kept; run the same command again to go on")))
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except LeanrigError as error:
        sys.exit(_show(error))
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        sys.exit(_show(_disk_error(error)))
    except Exception as error:  # the last door: everything else is ours, and its trace goes to a file
        sys.exit(_show(_own_fault(error)))


def _show(error: LeanrigError) -> int:
    click.echo(f"error: {error.what}", err=True)
    if error.where:
        click.echo(f"  where: {error.where}", err=True)
    if error.cure:
        click.echo(f"  what to do: {error.cure}", err=True)
    return error.exit_code


def _disk_error(error: OSError) -> LeanrigError:
    from leanrig.errors import Missing

    return Missing(
        f"the system refused: {error.strerror or error}",
        where=str(error.filename or ""),
        cure="check free disk space and permissions (leanrig doctor), then run the same command again",
    )


def _own_fault(error: Exception) -> LeanrigError:
    path = Path("leanrig-error.txt")
    trace = "".join(traceback.format_exception(error))
    try:
        path.write_text(trace)
        where = f"{path} has the details"
    except OSError:
        where = trace
    return OwnFault(
        f"leanrig failed: {type(error).__name__}: {error}", where=where, cure="please report it with that file"
    )
