"""Arrays: random splits and permutations, and which rows an array holds."""
