"""What a project asks for: settings, which rules run, the baseline."""
