"""Which files of the data folder a run asked for, as Lean's data monitor counts them."""

__all__ = ["DataRequests"]


class DataRequests:
    """Paths below the data folder with a leading `/`, in order, one entry a request.

    Attributes
    ----------
    opened
        Files that were there.
    failed
        Files that were not.
    """

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.failed: list[str] = []

    def note(self, relative: str, *, found: bool) -> None:
        """Record one request; map and factor files are left out, as in Lean."""
        if "map_files" in relative or "factor_files" in relative:
            return
        (self.opened if found else self.failed).append(f"/{relative}")
