"""What a program states as its final result, and whether held-out rows back it."""
