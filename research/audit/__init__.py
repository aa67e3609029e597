"""Does a signal look ahead? `find_leak` asks it of a function; `leanrig audit` of a file, a recipe, an algorithm.

numpy and pandas only, so that it can be had wherever signals run.
"""

from research.audit.truncation import Leak, find_leak, spread_cuts

__all__ = ["Leak", "find_leak", "spread_cuts"]
