"""What a call is given and is said to be rejected: which words its exception has to hold."""

from __future__ import annotations

import re

from tunelint.model.search import Rejection

_KEYWORD = re.compile(r"(\w+)=")
_OPTION = re.compile(r"(\w+)='?([^']*)'?")
_METHOD = re.compile(r"the method (\w+) of")
_DOTTED = re.compile(r"[\w.]+\.(\w+)")


def words_of(rejection: Rejection) -> tuple[str, ...]:
    """The argument, its value, or the name that is gone; () where nothing has to be told."""
    for pattern in (_KEYWORD, _OPTION, _METHOD, _DOTTED):
        found = (pattern.match if pattern is _METHOD else pattern.fullmatch)(rejection.written)
        if found is not None:
            return found.groups()
    return ()
