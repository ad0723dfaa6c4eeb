"""Which files there are, how they are decoded, parsed and placed."""
