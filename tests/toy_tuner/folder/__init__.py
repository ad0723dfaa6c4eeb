"""Toytune: its one search."""
