"""What is read from a search's result: a choice's option, or its position in the list?"""

from __future__ import annotations

import re

from tunelint.facts import Place
from tunelint.lab.lab import Lab
from tunelint.lab.values import Value
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.search import Hyperparameter
from tunelint.syntax.terms import Const


def is_an_index(lab: Lab, place: Place, choice: Hyperparameter) -> Verdict:
    """Confirmed where the value at the place is the position of another option than itself.

    The place may hold the whole result. Refuted where the value is one of the options and no
    position; the same as the option at its position, it settles nothing.
    """
    seen = lab.watch(place, until=place).watched()
    if not seen.values:
        return inconclusive(seen.raised or "nothing was read")
    value = _of(seen.values[0], str(choice.name.value))
    options = [term.value if isinstance(term, Const) else term for term in choice.options or ()]
    if not _is_position(value, len(options)):
        if any(value == option for option in options):
            return refuted(f"what is read is the option {value!r} itself")
        return inconclusive(f"what is read is {value!r}: no position, and none of the options")
    option = options[int(value)]  # type: ignore[arg-type]
    if option == value:
        return inconclusive(f"what is read is {value!r}, and so is the option at that position")
    written = repr(option) if not hasattr(option, "place") else "another value"
    return confirmed(
        f"what is read is {value!r}, the position of the option {written}", value=value
    )


def _of(value: Value, name: str) -> Value:
    """The entry of a name, where the value is a whole result as text."""
    if not isinstance(value, str):
        return value
    found = re.search(rf"{re.escape(repr(name))}: \[?(?:np\.\w+\()?(\d+)\b", value)
    return int(found[1]) if found is not None else value


def _is_position(value: Value, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count
