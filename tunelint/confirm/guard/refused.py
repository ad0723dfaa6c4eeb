"""What a guard raises in the script."""


class Refused(PermissionError):
    """The script tried what can neither be moved to a scratch folder nor be let happen."""
