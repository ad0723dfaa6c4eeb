"""The rules, one file each; `tunelint.config.rule_selection` finds them by their files' names."""
