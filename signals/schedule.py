"""When a machine that learns is fitted, and on how much of the past. Standard library only."""

from dataclasses import dataclass

__all__ = ["WalkForward"]


@dataclass(frozen=True, slots=True)
class WalkForward:
    """Fit on what is known, use the parameters from the next bar on, fit again some bars later.

    Parameters
    ----------
    train_bars
        Returns needed for the first fit.
    refit_every
        Returns between two fits.
    window
        Returns that a fit looks back over at most (rolling); 0 for all that are known (expanding).
    """

    train_bars: int
    refit_every: int
    window: int

    def __post_init__(self) -> None:
        if not (
            self.train_bars >= 60 and self.refit_every >= 1 and (self.window >= self.train_bars or not self.window)
        ):
            raise ValueError(
                f"train_bars {self.train_bars}, refit_every {self.refit_every}, window {self.window}: a schedule needs"
                " train_bars >= 60, refit_every >= 1 and window >= train_bars (or 0: all that is known)"
            )

    def is_due(self, known: int) -> bool:
        """Whether a fit is made once `known` returns are known."""
        return known >= self.train_bars and (known - self.train_bars) % self.refit_every == 0

    def refits(self, known: int) -> range:
        """Numbers of known returns at which fits have been made by then."""
        return range(self.train_bars, known + 1, self.refit_every)

    def first(self, known: int) -> int:
        """Number of the first return that a fit looks at once `known` are known."""
        return max(known - self.window, 0) if self.window else 0
