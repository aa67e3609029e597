"""Several pieces of work at once, in threads that die with the program: Ctrl-C need not wait for a vendor."""

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

__all__ = ["side_by_side"]

T = TypeVar("T")


class _Outcome(Generic[T]):
    __slots__ = ("error", "value")

    def __init__(self) -> None:
        self.value: T | None = None
        self.error: BaseException | None = None


def side_by_side(work: Sequence[Callable[[], T]], *, workers: int = 4) -> list[T | Exception]:
    """Return what each piece of work returned or raised, in order; all are tried.

    What is no `Exception` (Ctrl-C in a piece) is raised here.
    """
    outcomes: list[_Outcome[T]] = [_Outcome() for _ in work]
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    done: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(work)):
        waiting.put(number)
    for _ in range(min(workers, len(work))):
        threading.Thread(target=_worker, args=(work, waiting, done, outcomes), daemon=True).start()
    for _ in work:
        done.get()
    results: list[T | Exception] = []
    for outcome in outcomes:
        if outcome.error is not None and not isinstance(outcome.error, Exception):
            raise outcome.error
        results.append(outcome.error if outcome.error is not None else outcome.value)  # type: ignore[arg-type]
    return results


def _worker(
    work: Sequence[Callable[[], T]],
    waiting: "queue.SimpleQueue[int]",
    done: "queue.SimpleQueue[int]",
    outcomes: "list[_Outcome[T]]",
) -> None:
    while True:
        try:
            number = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            outcomes[number].value = work[number]()
        except BaseException as error:
            outcomes[number].error = error
        done.put(number)
