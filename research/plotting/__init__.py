"""The pictures behind `research.plots`, by what they show."""

__all__: list[str] = []
