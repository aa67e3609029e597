"""Universes: who selects which symbols, and when."""
