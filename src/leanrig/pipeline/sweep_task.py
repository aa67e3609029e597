"""A sweep's tasks, and how all of them are brought to an end: in order, again where a worker died, until time is up."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from leanrig.backtest.grid_search import TOO_LATE

if TYPE_CHECKING:
    from leanrig.pipeline.sweep_crew import Crew
    from leanrig.pipeline.sweep_slot import Answer

__all__ = ["MOST_DEATHS", "Task", "bring_to_end"]

MOST_DEATHS = 2
"""Workers that may die over one task before it is given up."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `needs` names the task that has to be done before; `body` is what the worker is told."""

    name: str
    body: Mapping[str, Any]
    needs: str = ""
    deaths: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """What is still to be done."""

    waiting: list[Task]
    done: set[str] = field(default_factory=set)
    broken: dict[str, str] = field(default_factory=dict)
    under_way: int = 0

    def next_ready(self) -> Task | None:
        for place, task in enumerate(self.waiting):
            if not task.needs or task.needs in self.done or task.needs in self.broken:
                return self.waiting.pop(place)
        return None


def bring_to_end(
    tasks: Sequence[Task],
    crew: "Crew",
    ended: "Callable[[Task, Answer], None]",
    *,
    ends_at: float | None = None,
    limit_s: float | None = None,
) -> None:
    """Have all tasks done and tell `ended` of each as it ends.

    Parameters
    ----------
    ended
        Also told of tasks that were given up (`failed`), and of those that time ran out for (`late`).
    ends_at
        Of `time.monotonic()`. Nothing begins after it, and what is under way is ended.
    limit_s
        The limit as it was given, for the words.
    """
    left = _Open(list(tasks))
    while left.waiting or left.under_way:
        _hand_out(left, crew, ended, ends_at, limit_s)
        if not left.under_way:
            continue
        task, answer = crew.answer()
        left.under_way -= 1
        if "died" in answer:
            task = replace(task, deaths=(*task.deaths, str(answer["died"])))
            if len(task.deaths) < MOST_DEATHS:
                left.waiting.insert(0, task)
                continue
            answer = {"failed": f"its worker died {MOST_DEATHS} times: {', then '.join(task.deaths)}"}
        if "failed" in answer:
            left.broken[task.name] = answer["failed"]
        left.done.add(task.name)
        ended(task, answer)


def _hand_out(
    left: _Open, crew: "Crew", ended: "Callable[[Task, Answer], None]", ends_at: float | None, limit_s: float | None
) -> None:
    while crew.room > 0 and (task := left.next_ready()) is not None:
        if task.needs in left.broken:
            ended(task, {"failed": left.broken[task.needs]})
            continue
        seconds = None if ends_at is None else ends_at - time.monotonic()
        if seconds is not None and seconds <= 0:
            left.done.add(task.name)
            ended(task, {"late": TOO_LATE})
            continue
        crew.take(replace(task, body={**task.body, "time_left_s": seconds, "time_limit_s": limit_s}))
        left.under_way += 1
