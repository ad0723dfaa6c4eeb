"""The dynamic model: what can be asked of a live search, what it answers, and what that proves."""
