"""Universe selection models."""
