"""In which order rows are, and whether features and labels keep theirs together."""
