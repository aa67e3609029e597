"""`leanrig sandbox`: try everything that needs vendors, without keys and without a network."""

import os
import subprocess
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import click

from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.errors import BadInput, Missing
from leanrig.pipeline.sandbox import Sandbox, open_sandbox

__all__ = ["sandbox"]


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--port", default=0, help="Of the first vendor; the others take the next ones. Default: free ones.")
@click.option("--now", "moment", help="Stop that world's clock at this moment, such as 2025-01-31T00:00:00.")
@click.option("--limits", is_flag=True, help="Hold clients to the vendors' real limits.")
@click.option(
    "--down",
    multiple=True,
    type=click.Choice(["polygon", "alpaca", "coinbase", "perplexity", "openai", "local"]),
    help="Nobody listens there.",
)
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def sandbox(
    terminal: Terminal, *, port: int, moment: str | None, limits: bool, down: tuple[str, ...], command: tuple[str, ...]
) -> int:
    """Start stand-ins of Polygon, Alpaca, Coinbase, Perplexity and OpenAI on this machine; what they say is made up.

    `local` plays a server of language models like Ollama, which answers where OpenAI does not.

    With a COMMAND after `--`, run it against them and stop: `leanrig sandbox -- leanrig fetch BTCUSD AAPL`. Without
    one, print what to set in another terminal, and stay until Ctrl-C.
    """
    clock = utc_now if moment is None else _stopped_at(moment)
    with open_sandbox(port=port, now=clock, limits=limits, down=down) as opened:
        if command:
            return _run(command, opened)
        _stay(terminal, opened)
    return 0


def _run(command: tuple[str, ...], opened: Sandbox) -> int:
    try:
        return subprocess.call(command, env={**os.environ, **opened.environment})
    except FileNotFoundError:
        raise Missing(f"there is no program {command[0]!r}", cure="write the command as you would without it") from None
    except KeyboardInterrupt:
        return 130


def _stay(terminal: Terminal, opened: Sandbox) -> None:
    for name, url in opened.urls.items():
        terminal.say(f"{name:<10} {url}  sandbox, simulated")
    terminal.say("\nIn another terminal:\n")
    for name, value in opened.environment.items():
        terminal.result(f"export {name}={value!r}" if "\n" in value or " " in value else f"export {name}={value}")
    terminal.say("\nCtrl-C stops them.")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        terminal.say("stopped")


def _stopped_at(text: str) -> Callable[[], datetime]:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is no moment", cure="write it as 2025-01-31T00:00:00 (UTC)") from None
    fixed = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return lambda: fixed
