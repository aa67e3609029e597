"""Who works on a sweep's tasks: slots of this machine, each with a thread that waits for it."""

from collections.abc import Sequence
from queue import SimpleQueue
from threading import Thread
from typing import Protocol

from leanrig.pipeline.sweep_slot import Answer, Slot, WorkerDied
from leanrig.pipeline.sweep_task import Task

__all__ = ["Crew", "LocalCrew"]


class Crew(Protocol):
    """Takes tasks as long as it has room, and gives their answers as they come.

    An answer `died` means that nobody can say what became of the task.
    """

    name: str

    @property
    def room(self) -> int:
        """How many more tasks it takes now."""
        ...

    def take(self, task: Task) -> None:
        """Have the task worked on."""
        ...

    def answer(self) -> tuple[Task, Answer]:
        """Wait for the next answer."""
        ...

    def stop(self) -> None:
        """End everything that is under way."""
        ...


class LocalCrew:
    """Slots of this machine."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.name = f"{len(slots)} at a time"
        self._slots = list(slots)
        self._idle = list(range(len(slots)))
        self._wanted: list[SimpleQueue[Task | None]] = [SimpleQueue() for _ in slots]
        self._answers: SimpleQueue[tuple[int, Task, Answer | BaseException]] = SimpleQueue()
        self._threads = [Thread(target=self._serve, args=[place], daemon=True) for place in range(len(slots))]
        for thread in self._threads:
            thread.start()

    @property
    def room(self) -> int:
        """Idle slots."""
        return len(self._idle)

    def take(self, task: Task) -> None:
        """Give the task to an idle slot."""
        self._wanted[self._idle.pop()].put(task)

    def answer(self) -> tuple[Task, Answer]:
        """Wait for any slot; what went wrong in the slot itself is raised here."""
        place, task, found = self._answers.get()
        self._idle.append(place)
        if isinstance(found, BaseException):
            raise found
        return task, found

    def stop(self) -> None:
        """End all slots and their threads."""
        for slot in self._slots:
            slot.stop()
        for queue in self._wanted:
            queue.put(None)
        for thread in self._threads:
            thread.join(timeout=10)

    def _serve(self, place: int) -> None:
        while (task := self._wanted[place].get()) is not None:
            found: Answer | BaseException
            try:
                found = self._slots[place].work(task.body)
            except WorkerDied as error:
                found = {"died": str(error)}
            except BaseException as error:  # the thread that waits must hear of it
                found = error
            self._answers.put((place, task, found))
