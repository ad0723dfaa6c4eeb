"""A run: which files are looked into, by which process, and what each unit comes to."""
