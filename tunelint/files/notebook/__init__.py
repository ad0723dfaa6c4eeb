"""Notebooks: cells as one program text, magics, and writing back what a fix changed."""
