"""Names: which name of which library a value is, whatever it was imported as."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from tunelint import registry
from tunelint.interpreter.objects import Class, Instance
from tunelint.interpreter.values import Attribute, External, Term, Unbound, options_of

if TYPE_CHECKING:
    from tunelint.interpreter.objects import CallEvent

SAME_PACKAGE = tuple(registry.gathered(one.renamed for one in registry.libraries()).items())
USUAL_ALIASES: Mapping[str, str] = MappingProxyType(
    registry.gathered(library.aliases for library in registry.libraries())
)


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """One spelling of a library's dotted name: ``tensorflow.keras.Model`` is ``keras.Model``."""
    for written, meant in SAME_PACKAGE:
        if name == written or name.startswith(written + "."):
            return meant + name[len(written) :]
    return name


def dotted(term: Term) -> tuple[str, ...]:
    """The library's full dotted names that the value can be, empty where it is none.

    A name that nothing binds is ``.name``: of whatever library the shape of its call tells.
    """
    if not isinstance(term, External | Unbound | Attribute):
        return ()
    if term.dotted is None:
        term.dotted = _dotted(term)
    return term.dotted


def _dotted(term: External | Unbound | Attribute) -> tuple[str, ...]:
    match term:
        case External(name=name):
            return (canonical(name),)
        case Unbound(name=name, modules=()):
            return (f".{name}",)
        case Unbound(name=name, modules=modules):
            return tuple(canonical(f"{module}.{name}") for module in modules)
        case Attribute(base=base, name=name):
            return tuple(
                f"{canonical(USUAL_ALIASES[alias[1:]])}.{name}"
                if alias.startswith(".") and alias[1:] in USUAL_ALIASES
                else f"{alias}.{name}"
                for alias in dotted(base)
                if not alias.startswith(".") or alias[1:] in USUAL_ALIASES
            )


def named(term: Term, package: str, names: Collection[str]) -> str | None:
    """Which of a package's `names` the value is, wherever in the package it lives.

    >>> named(External(None, "tensorflow.keras.layers.Dense"), "keras", {"Dense"})
    'Dense'
    """
    for full in dotted(term):
        root, _, rest = full.partition(".")
        last = rest.rpartition(".")[2]
        if root in (package, "") and last in names:
            return last
    return None


def is_function(term: Term, *names: str) -> str | None:
    """Which of the full dotted names the value is; a bare unbound name matches the last part."""
    for full in dotted(term):
        if full in names:
            return full
        if full.startswith("."):
            for name in names:
                if full[1:] == name.rpartition(".")[2]:
                    return name
    return None


def called_name(event: CallEvent) -> str:
    """The last part of the name of what is called: ``TPESampler`` of ``optuna.TPESampler()``."""
    name: str = getattr(event.callee, "name", "")
    return name.rpartition(".")[2]


def is_unbound(term: Term) -> bool:
    """Whether the name is bound nowhere, so that only the shape of its call tells what it is."""
    return any(full.startswith(".") for full in dotted(term))


def descends_from(term: Term, package: str, names: Collection[str]) -> str | None:
    """Which of a package's classes a class (or an object's class) of the project descends from."""
    cls = term.cls if isinstance(term, Instance) else term
    if not isinstance(cls, Class):
        return None
    for base in cls.library_bases():
        for option in options_of(base):
            found = named(option, package, names)
            if found is not None:
                return found
    return None
