"""sandbox: all vendors on loopback, in one process, behind one made-up market; with what makes leanrig ask them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

from leanrig.clock import utc_now
from leanrig.errors import Missing

__all__ = ["Sandbox", "open_sandbox"]


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Where the vendors listen, and the environment that points leanrig at them; its keys open nothing else."""

    urls: dict[str, str]
    environment: dict[str, str]


@contextmanager
def open_sandbox(
    *, port: int = 0, now: Callable[[], datetime] = utc_now, limits: bool = False, down: tuple[str, ...] = ()
) -> Iterator[Sandbox]:
    """Start Polygon, Alpaca, Coinbase, Perplexity, OpenAI and a local server of models; stop them when the block ends.

    Parameters
    ----------
    port
        Of the first; the others take the next ones. 0 takes free ones.
    now
        The clock of that world; fixed, two fetches get the same answers.
    limits
        Whether they hold their clients to the real limits (5 a minute, 200 a minute, 10 a second, 50 a minute).
    down
        Vendors whose address nobody listens at: to see the fallback.
    """
    try:
        from leanrig.standins.world import make_world
    except ImportError as error:
        raise Missing(f"the sandbox needs {error.name}", cure='pip install "leanrig[sandbox]"') from None
    world = make_world(now=now, limits=limits)
    with ExitStack() as stack:
        urls = {}
        for number, (name, standin) in enumerate(world.standins.items()):
            standin.start(port + number if port else 0)
            urls[name] = standin.url
            if name in down:
                standin.stop()
            else:
                stack.callback(standin.stop)
        yield Sandbox(urls, world.environment(urls))
