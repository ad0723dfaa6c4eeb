"""Handovers: the arguments with which a library calls the project's functions and methods.

A parameter that the library may fill is never worth its default. Where it is not known which
parameters a library fills, it may fill all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import libcst as cst

from tunelint import registry
from tunelint.files.place import Place
from tunelint.interpreter.library_names import USUAL_ALIASES, descends_from, dotted
from tunelint.interpreter.objects import (
    Arguments,
    CallEvent,
    Function,
    Instance,
    Parameter,
    Result,
    Super,
)
from tunelint.interpreter.parameters import keyword_names, positional_names
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Const,
    Element,
    Item,
    Sequence,
    Term,
    options_of,
)
from tunelint.interpreter.values import Mapping as Entries

# What calls the function that it is given first, and with how many arguments, all by position.
CALLERS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "builtins": {"filter": 1, "max": 1, "min": 1, "sorted": 1},
        **registry.gathered(library.calls for library in registry.libraries()),
    }
)
# The keywords under which these take that function.
CALLED = frozenset(
    {"fn", "func", "hypermodel", "key", "run_or_experiment", "trainable", "train_loop_per_worker"}
)

THREAD_POSITIONAL = ("group", "target", "name", "args", "kwargs")
TIMER_POSITIONAL = ("interval", "function", "args", "kwargs")

PLAIN_DECORATORS = frozenset({"builtins.classmethod", "builtins.staticmethod"})
# The methods that a library calls with no other arguments than so many by position.
METHODS = tuple(
    (package, methods.base, methods.arguments)
    for library in registry.libraries()
    for package in library.packages[:1]
    for methods in library.methods
)


def library_of(term: Term) -> str:
    """The library that a value comes from, empty where the source does not say."""
    match term:
        case Attribute(base=base) | Item(base=base) | Element(iterable=base):
            found = _root(dotted(term))
            return found or library_of(base)
        case Result(event=event):
            return library_of(event.callee)
        case Super(instance=instance):
            return library_of(instance)
        case Instance(cls=cls):
            bases = (option for base in cls.library_bases() for option in options_of(base))
            return next((root for base in bases if (root := library_of(base))), "")
    return _root(dotted(term))


def _root(names: tuple[str, ...]) -> str:
    """The package of a dotted name; of one that nothing binds the package it usually stands for."""
    for full in names:
        root = full.partition(".")[0]
        if root:
            return root
        return USUAL_ALIASES.get(full[1:], "")
    return ""


def to_function(event: CallEvent, given: Argument, function: Function) -> Arguments:
    """What a library's call hands to a function that it is `given`."""
    handed = _handed_on(event, given)
    if handed is not None:
        return handed
    own = _own_arguments(event, given)
    if own is None or not all(map(_is_plain, function.decorators)):
        return anything(function, event)
    return positional(function, event, own)


def _handed_on(event: CallEvent, given: Argument) -> Arguments | None:
    """The arguments with which a thread or an executor calls the function that it is given."""
    arguments, callee = event.arguments, event.callee
    if arguments.open_positional or arguments.open_keywords:
        return None
    if isinstance(callee, Attribute) and callee.name == "submit":
        first = arguments.positional[:1] == [given]
        return replace(arguments, positional=arguments.positional[1:]) if first else None
    if not starts_later(event):
        return None
    timed = any(name.endswith(".Timer") for name in dotted(callee))
    order = TIMER_POSITIONAL if timed else THREAD_POSITIONAL
    args, keywords = arguments.get("args", order), arguments.get("kwargs", order)
    handed = Arguments()
    if args is not None:
        if not isinstance(args.value, Sequence) or args.value.open:
            return None
        handed.positional = [Argument(item, args.place) for item in args.value.items]
    if keywords is not None:
        if not isinstance(keywords.value, Entries) or keywords.value.open:
            return None
        handed.keywords = {
            entry.key.value: Argument(entry.value, keywords.place, entry.key.value)
            for entry in keywords.value.entries
            if isinstance(entry.key, Const) and isinstance(entry.key.value, str)
        }
    return handed


def starts_later(event: CallEvent) -> bool:
    """Whether a call makes a thread or process, which begins when it is told to."""
    return any(
        name.partition(".")[0] in ("threading", "multiprocessing")
        and name.rpartition(".")[2] in ("Thread", "Timer", "Process")
        for name in dotted(event.callee)
    )


def _is_plain(decorator: Term) -> bool:
    """Whether a decorated function is still called with what the library hands over."""
    return bool(PLAIN_DECORATORS & set(dotted(decorator)))


def to_method(
    event: CallEvent, instance: Instance, method: Function, given: Argument | None
) -> Arguments:
    """What a library hands to a method of an object that it was `given`, or that it works on."""
    if method.name == "__call__" and given is not None:
        return to_function(event, given, method)
    for package, base, methods in METHODS:
        if method.name in methods and descends_from(instance, package, {base}) is not None:
            # What a partial call of the class bound reaches its ``setup``.
            bound = instance.cls.bound if method.name == "setup" else None
            return positional(method, event, methods[method.name], bound)
    return anything(method, event)


def _own_arguments(event: CallEvent, given: Argument) -> int | None:
    """With how many arguments the function is called; None where it may be any."""
    first = event.arguments.positional[:1]
    if given not in first and given.keyword not in CALLED:
        return None
    name: str = getattr(event.callee, "name", "").rpartition(".")[2]
    library = library_of(event.callee)
    for package, callers in CALLERS.items():
        if library in (package, "") and name in callers:
            return callers[name]
    return None


def positional(
    function: Function, event: CallEvent, own: int, handed_on: Arguments | None = None
) -> Arguments:
    """`own` arguments of the library by position, then those of a call that it hands on."""
    arguments = Arguments()
    names = positional_names(function)
    star = function.node.params.star_arg
    rest = star.name.value if isinstance(star, cst.Param) else None
    for index in range(own):
        name = names[index] if index < len(names) else rest
        if name is not None:
            arguments.positional.append(_unseen(function, event, name, index))
    return arguments if handed_on is None else arguments.followed_by(handed_on)


def anything(function: Function, event: CallEvent | None) -> Arguments:
    """Arguments of which the source says nothing: every parameter can be filled."""
    arguments = Arguments(open_positional=True, open_keywords=True)
    for index, name in enumerate((*positional_names(function), *keyword_names(function))):
        arguments.keywords[name] = _unseen(function, event, name, index)
    return arguments


def by_default(function: Function) -> Arguments:
    """What a caller that nobody sees has to give: the parameters without a default."""
    arguments = Arguments()
    names = (*positional_names(function), *keyword_names(function))
    required = [name for name in names if name not in function.defaults]
    for index, name in enumerate(required):
        arguments.keywords[name] = _unseen(function, None, name, index)
    return arguments


def _unseen(function: Function, event: CallEvent | None, name: str, index: int) -> Argument:
    place = Place(function.scope.source, function.node)
    return Argument(Parameter(place, name, function, event, index), place, name)
