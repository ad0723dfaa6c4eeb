"""What to do about a script that ends before it comes to what is asked about."""

from __future__ import annotations

import re

# What a script ends with, and the option of ``confirm`` that helps.
_REMEDIES = (
    (r"the following arguments are required|exits with status 2\b", "ARGUMENTS"),
    (r"\bIndexError\b.*argv|asks for input|\bsys\.argv\b", "ARGUMENTS"),
    (r"the interpreter cannot|cannot be started|3\.11 or later is needed", "another --python"),
    (r"ModuleNotFoundError|ImportError", "--python"),
    (r"NameError", "--setup"),
    (
        r"FileNotFoundError|NotADirectoryError|IsADirectoryError|ConnectionError|URLError|HTTPError"
        r"|gaierror|No such file|not be resolved|Temporary failure",
        "--synthetic",
    ),
    (r"still running", "--budget"),
    (r"MiB of memory", "--memory"),
)
_ADVICE = {
    "ARGUMENTS": "pass its arguments after --",
    "another --python": "choose a different interpreter with --python PATH",
    "--python": "choose an interpreter that has what it imports with --python PATH",
    "--setup": "define what it needs in a file and run that first with --setup FILE",
    "--synthetic": "replace what it cannot load with made-up data (--synthetic), or provide it in a"
    " file that --setup FILE runs first",
    "--budget": "give it more time with --budget SECONDS, or shorten its way with --setup FILE",
    "--memory": "allow more with --memory MIB",
}
_ELSE = "pass its arguments after --, or what it needs in a file that --setup FILE runs first"


def remedy_for(ended: str, last_words: str = "") -> str:
    """What helps, in one clause, by how the script ended and what it said last."""
    for pattern, remedy in _REMEDIES:
        if any(re.search(pattern, text) for text in (last_words, ended)):
            return _ADVICE[remedy]
    return _ELSE
