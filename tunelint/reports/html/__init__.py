"""The report of ``confirm`` as a page: one file, to be looked at in any browser."""
