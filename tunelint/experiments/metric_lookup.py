"""Names that are looked up among others: is the name there?"""

from __future__ import annotations

from tunelint.experiments.exceptions import is_as_predicted, judged, short
from tunelint.files.place import Place
from tunelint.lab.lab import Lab
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted

FAILS = "ValueError or KeyError"
_CUT = "…"


def is_missing(lab: Lab, place: Place, name: str) -> Verdict:
    """Confirmed where the name is not among those that are looked through at the place.

    The place raises ValueError or KeyError; or it is worth the names, a dictionary of them or one
    of them in each pass, and the name is none of them. A number is the position where it was found.
    """
    seen = lab.watch(place, until=place).watched()
    if not seen.values:
        return judged(seen, FAILS, (name, "not in list"))
    if not isinstance(seen.values[0], str):
        return refuted(f"{name!r} is found: {seen.values[0]}")
    if not seen.values[0].startswith(("{", "[")):
        seen = lab.watch(place).watched()  # every pass counts
    values = list(dict.fromkeys(str(value) for value in seen.values))
    if any(value.endswith(_CUT) for value in values):
        return inconclusive("too much stands there to be told")
    listed = short(", ".join(values))
    if any(value == name or repr(name) in value for value in values):
        return refuted(f"{name!r} is there: {listed}")
    if seen.raised and not is_as_predicted(seen.raised, seen.kinds, FAILS):
        return inconclusive(f"it ends with {short(seen.raised)}")
    return confirmed(f"{name!r} is not there: {listed}", found=listed)
