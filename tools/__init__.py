"""What the developers of tunelint run: nothing of it is installed."""
