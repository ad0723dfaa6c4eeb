"""What keeps the run of a script from the user's files: stands before anything of it runs."""
