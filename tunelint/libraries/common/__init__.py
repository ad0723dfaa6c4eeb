"""What the readers of several libraries share."""
