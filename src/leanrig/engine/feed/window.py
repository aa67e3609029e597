"""Which stretch of time a reading is asked for."""

from dataclasses import dataclass

__all__ = ["NEVER", "Window"]

NEVER = 2**62


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for.

    Attributes
    ----------
    start_us, end_us
        Rows that end at or after the start and begin at or before the end.
    step_us
        Spacing of repeated bars; 0 for none.
    precise
        The setting daily_precise_end_time.
    first_us
        No row that ends before it is usable: files say so.
    over_us
        Nothing is repeated after it: the end of a delisted share.
    """

    start_us: int
    end_us: int
    step_us: int
    precise: bool = True
    first_us: int = -NEVER
    over_us: int = NEVER
