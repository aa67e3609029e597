"""The one moment that everything in a run shares."""

__all__ = ["Clock"]


class Clock:
    """The algorithm's present, in microseconds UTC."""

    __slots__ = ("now_us",)

    def __init__(self, now_us: int = 0) -> None:
        self.now_us = now_us
