"""Trying again: what passes is tried until the attempts or the time of the call are used up."""

import logging
import time
from collections.abc import Callable
from itertools import count
from random import random
from typing import NoReturn, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.stop import stop_base

from leanrig.errors import VendorFailed
from leanrig.providers.http.rates import Patience
from leanrig.providers.http.waits import backoff, in_words

__all__ = ["Deadline", "Passing", "persist", "wait_after"]

T = TypeVar("T")
_LOG = logging.getLogger("leanrig.http")


class Passing(Exception):
    """A failure that another attempt may not meet.

    Parameters
    ----------
    kind, what, where, cure
        The failure it becomes when there are no more attempts.
    wait_s
        Seconds until the next attempt.
    is_asked
        Whether the vendor named the wait.
    """

    def __init__(
        self, kind: type[VendorFailed], what: str, *, where: str, cure: str, wait_s: float, is_asked: bool = False
    ) -> None:
        super().__init__(what)
        self.kind, self.what, self.where, self.cure = kind, what, where, cure
        self.wait_s, self.is_asked = wait_s, is_asked

    def final(self, attempts: int) -> VendorFailed:
        """Return the failure that is told."""
        tried = f", {attempts} times" if attempts > 1 else ""
        when = f"the vendor asks to come back {in_words(self.wait_s)}; " if self.is_asked else ""
        return self.kind(f"{self.what}{tried}", where=self.where, cure=f"{when}{self.cure}")


class Deadline:
    """The moment, of the monotonic clock, at which a call ends; time that the vendor has no part in puts it off."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def put_off(self, seconds: float) -> None:
        """Move the end by `seconds`."""
        self.at += seconds

    def is_before(self, seconds: float) -> bool:
        """Whether it comes within `seconds`."""
        return time.monotonic() + seconds > self.at


def persist(work: Callable[[int], T], patience: Patience, deadline: Deadline) -> T:
    """Return what `work(attempt)` returns, called again after `Passing` until attempts or deadline are used up.

    A wait that would outlast the deadline is not begun.
    """
    tries = Retrying(
        retry=retry_if_exception_type(Passing),
        wait=_wait,
        stop=stop_after_attempt(patience.attempts) | _Ends(deadline),
        before_sleep=_say,
        retry_error_callback=_give_up,
    )
    numbers = count(1)
    return tries(lambda: work(next(numbers)))


class _Ends(stop_base):
    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def __call__(self, retry_state: RetryCallState) -> bool:
        return self._deadline.is_before(retry_state.upcoming_sleep)


def wait_after(attempt: int, patience: Patience) -> float:
    """Return the wait after a failed attempt to which the vendor named none."""
    return backoff(attempt, first_s=patience.first_wait_s, longest_s=patience.longest_wait_s, draw=random())  # noqa: S311


def _give_up(state: RetryCallState) -> NoReturn:
    failure = state.outcome and state.outcome.exception()
    assert isinstance(failure, Passing)
    raise failure.final(state.attempt_number)


def _say(state: RetryCallState) -> None:
    _LOG.info("%s: trying again %s", state.outcome and state.outcome.exception(), in_words(state.upcoming_sleep))


def _wait(state: RetryCallState) -> float:
    failure = state.outcome and state.outcome.exception()
    return failure.wait_s if isinstance(failure, Passing) else 0.0
