"""What is learned from rows before a search: transformers, resamplers, statistics of the target."""
