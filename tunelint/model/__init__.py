"""The model: a search and its parts, and what is known of each."""
