"""From where on something in the bars is worth a look, and from where on it is bad."""

from dataclasses import dataclass
from datetime import timedelta

from leanrig.model.resolution import Resolution

__all__ = ["QualityLimits"]


@dataclass(frozen=True, slots=True)
class QualityLimits:
    """Thresholds of `judge`; the defaults are explained in docs/check.md.

    Parameters
    ----------
    missing_look, missing_bad
        Share of the bars due within sessions that have some: above it, look; above it, bad.
    hole_look
        A run of missing bars that covers this much trading time is worth a look, however small its share.
    missing_sessions_bad
        Share of sessions without a bar above which it is bad; a single one is worth a look.
    outside_bad
        Share of bars outside exchange hours (or at a time where no bar ends) above which it is bad; below it, look.
    window
        Returns in the rolling window (centred) that says how far prices usually move.
    jump_sigmas, jump_move
        A return is a jump when it exceeds both: so many robust deviations, and this fraction.
    spike_sigmas, spike_move
        The same for a return that the next one takes back; also for a high or low far from the closes around it.
    spike_bad
        A spike or wick of this fraction or more is bad.
    reversal
        A spike's next return leaves at most this part of it.
    frozen_minutes, frozen_hours, frozen_days
        Bars in a row with the same four prices, or without volume, that are worth a look, by resolution.
    frozen_bad
        Share of bars in such runs above which it is bad.
    intraday_grace, daily_grace
        How late the vendor may be before the tail counts as stale.
    split_least
        An overnight change of the logarithm below this is never taken for a split (0.18 is 6:5).
    split_sigmas
        It must also exceed so many robust deviations of overnight changes.
    split_tolerance
        Widest distance, in logarithms, of an overnight change to the nearest small ratio.
    news_turnover
        Where money traded on the day exceeds so many times its usual, a fall or rise near a ratio is rather news: look.
    dividend_look
        A dividend of more than this part of the price is worth a look; of the whole price, bad.
    """

    missing_look: float = 0.005
    missing_bad: float = 0.20
    hole_look: timedelta = timedelta(minutes=15)
    missing_sessions_bad: float = 0.05
    outside_bad: float = 0.01
    window: int = 251
    jump_sigmas: float = 20.0
    jump_move: float = 0.05
    spike_sigmas: float = 12.0
    spike_move: float = 0.02
    spike_bad: float = 0.50
    reversal: float = 0.25
    frozen_minutes: int = 60
    frozen_hours: int = 6
    frozen_days: int = 3
    frozen_bad: float = 0.20
    intraday_grace: timedelta = timedelta(minutes=30)
    daily_grace: timedelta = timedelta(hours=12)
    split_least: float = 0.18
    split_sigmas: float = 8.0
    split_tolerance: float = 0.04
    news_turnover: float = 4.0
    dividend_look: float = 0.25

    def frozen_run(self, resolution: Resolution) -> int:
        """Return the length of a frozen run at this resolution."""
        by_size = {Resolution.DAILY: self.frozen_days, Resolution.HOUR: self.frozen_hours}
        return by_size.get(resolution, self.frozen_minutes)

    def grace(self, resolution: Resolution) -> timedelta:
        """Return how late bars of this resolution may come."""
        return self.intraday_grace if resolution.is_intraday else self.daily_grace
