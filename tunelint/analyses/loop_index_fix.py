"""The fix for a name that all passes of a loop share: the loop's index goes into it."""

from __future__ import annotations

import re

import libcst as cst

from tunelint.analyses.duplicate_names import Repeated
from tunelint.files.place import Place
from tunelint.files.source import Source
from tunelint.findings.finding import Fix, safe_fix
from tunelint.findings.fixes.changes import Replace
from tunelint.findings.fixes.literals import is_literal, literal_string, string_like
from tunelint.interpreter.frames import CallbackFrame, CallFrame, LoopFrame
from tunelint.interpreter.objects import Event

# What already parts a name from the number behind it.
SEPARATORS = frozenset(" _-./:#")


def index_in_name(repeated: Repeated, sources: tuple[Source, ...]) -> Fix | None:
    """The loops' indices in the name, where the program uses the plain name nowhere else."""
    declared = repeated.declared
    indices, place = _indices(repeated), declared.name.place
    name = declared.name.value
    if not indices or place is None or not is_literal(place) or not isinstance(name, str):
        return None
    if literal_string(place) != name or _is_used_again(name, place, sources):
        return None
    plain = name.replace("{", "{{").replace("}", "}}")
    gap = "" if plain[-1:] in SEPARATORS else "_"
    numbers = "_".join(f"{{{index}}}" for index in indices)
    written = string_like(place, f"{plain}{gap}{numbers}")
    return safe_fix(f"put {' and '.join(indices)} into the name", Replace(place, (f"f{written}",)))


def _is_used_again(name: str, place: Place, sources: tuple[Source, ...]) -> bool:
    """Whether the name is written as a string once more: to look a value up, or to set it."""
    written = re.compile(rf"""(['"]){re.escape(name)}\1""")
    found = sum(len(written.findall(source.text)) for source in {place.source, *sources})
    return found > 1


def _indices(repeated: Repeated) -> list[str]:
    """The variables that count the passes of all loops that share the name, outermost first.

    None where one does not count them, or is not known where the declaration stands.
    """
    found = [_index(loop, repeated.declared.event) for loop in repeated.loops]
    known = [index for index in found if index is not None and index.strip("_")]
    return known if len({*known}) == len(found) else []


def _index(loop: LoopFrame, declared: Event) -> str | None:
    """The variable that counts the passes, where the function of the declaration binds it."""
    node = loop.place.node if loop.place is not None else None
    inner = declared.path[declared.path.index(loop) :]
    if any(isinstance(frame, CallFrame | CallbackFrame) for frame in inner):
        return None
    if not isinstance(node, cst.For) or not isinstance(node.iter, cst.Call):
        return None
    match node.iter.func, node.target:
        case cst.Name(value="range"), cst.Name(value=index):
            return index
        case cst.Name(value="enumerate"), cst.Tuple(elements=[first, *_]):
            return first.value.value if isinstance(first.value, cst.Name) else None
    return None
