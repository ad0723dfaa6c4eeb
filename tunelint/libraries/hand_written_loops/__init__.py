"""Searches written by hand: loops over configurations."""
