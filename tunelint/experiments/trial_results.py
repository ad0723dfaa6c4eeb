"""What is read from a search's result: a choice's option, or its position in the list?"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from tunelint.files.place import Place
from tunelint.interpreter.values import Const
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Value
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Hyperparameter, Search


def is_an_index(lab: Lab, search: Search, place: Place, choice: Hyperparameter) -> Verdict:
    """Confirmed where the value at the place is the position of another option than itself.

    The place may hold the whole result. Refuted where the value is one of the options and no
    position, and where each option is its own position; the same as the option at its position, it
    settles nothing.
    """
    seen = lab.watch(place, until=place).watched()
    if not seen.values:
        return inconclusive(seen.raised or "nothing was read")
    name = str(choice.name.value)
    value, options = _of(seen.values[0], name), _options(lab, search, choice)
    if not _is_position(value, len(options)):
        if any(value == option for option in options):
            return refuted(f"what is read is the option {value!r} itself")
        return inconclusive(f"what is read is {value!r}: no position, and none of the options")
    assert isinstance(value, int)
    if all(option == position for position, option in enumerate(options)):
        return refuted(f"what is read is {value!r}: each option is its own position", value=value)
    if options[value] == value:
        return inconclusive(f"what is read is {value!r}, and so is the option at that position")
    return confirmed(
        f"what is read is {value!r}, the position of the option {options[value]!r}", value=value
    )


def _options(lab: Lab, search: Search, choice: Hyperparameter) -> Sequence[Value]:
    """The options as they are written, else as the live space has them. Raises Unanswered."""
    written = choice.options or ()
    known = [term.value for term in written if isinstance(term, Const)]
    if known and len(known) == len(written):
        return known
    facts = lab.once(lab.trials(search, 1, train=False)).facts
    listed = facts.get(f"options of {choice.name.value}")
    if not isinstance(listed, str):
        raise Unanswered(f"the options of {choice.name.value!r} cannot be read")
    found: list[Value] = json.loads(listed)
    return found


def _of(value: Value, name: str) -> Value:
    """The entry of a name, where the value is a whole result as text."""
    if not isinstance(value, str):
        return value
    found = re.search(rf"{re.escape(repr(name))}: \[?(?:np\.\w+\()?(\d+)\b", value)
    return int(found[1]) if found is not None else value


def _is_position(value: Value, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count
