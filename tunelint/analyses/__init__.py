"""Questions that rules ask the source."""
