"""Changes of a program's text: what rules ask for, and the edits of the file that make them."""
