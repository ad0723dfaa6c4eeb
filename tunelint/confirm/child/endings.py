"""What an exception that ends the script says about it, in words."""

from __future__ import annotations

from tunelint.lab.probe_api import in_one_line

_NO_INPUT = "EOF when reading a line"


def ending(error: BaseException) -> str:
    """What the script does, in one line without its subject: ``raises KeyError: 'x'``."""
    match error:
        case EOFError() if str(error) == _NO_INPUT:
            return "asks for input"
        case SystemExit(code=code):
            return f"exits with status {0 if code is None else code!r}"
        case _:
            return f"raises {in_one_line(error)}"
