"""Strings that a fix writes in the place of another one."""

from __future__ import annotations

from tunelint.files.place import Place
from tunelint.findings.fixes.changes import Replace
from tunelint.findings.fixes.literals import is_literal, literal_string, string_like
from tunelint.model.facts import Fact


def respelled(fact: Fact, text: str) -> Replace | None:
    """The change that writes `text` where the only string of a fact is written; else None."""
    place = _only_literal(fact)
    return Replace(place, (string_like(place, text),)) if place is not None else None


def _only_literal(fact: Fact) -> Place | None:
    if len({id(place.node) for place in fact.origins}) > 1:
        return None
    places = [fact.place, *fact.origins] if fact.place is not None else [*fact.origins]
    return next((place for place in places if place is not None and _spells(place, fact)), None)


def _spells(place: Place, fact: Fact) -> bool:
    """Whether exactly the fact's value is written at the place."""
    return is_literal(place) and literal_string(place) == str(fact.value)
