"""The rules, one file each; `tunelint.catalogue` finds them by their files' names."""
