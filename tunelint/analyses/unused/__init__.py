"""Values that are drawn for a trial and never used by it."""
