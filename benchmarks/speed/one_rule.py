"""A rule for Fixit that looks at nothing: what is left is what Fixit itself takes."""

from fixit import LintRule


class LooksAtNothing(LintRule):
    pass
