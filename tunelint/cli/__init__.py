"""The doors: check, confirm, rules, explain, and the flake8 plugin."""
