"""Portfolio construction models."""
