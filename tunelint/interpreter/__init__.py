"""Reading a tree: names, values and order of what a program does, without running it."""
