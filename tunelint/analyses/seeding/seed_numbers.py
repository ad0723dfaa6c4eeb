"""Seed numbers: which values are surely whole numbers that all generators take as their seed."""

from __future__ import annotations

import re
from collections.abc import Mapping as Mapped

from tunelint.interpreter.command_line import destination, parser_of
from tunelint.interpreter.library_names import called_name, dotted, is_function
from tunelint.interpreter.objects import (
    Arguments,
    CallEvent,
    Class,
    Function,
    Instance,
    Result,
)
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Attribute,
    Comprehension,
    Const,
    Element,
    External,
    Item,
    Mapping,
    Operation,
    Option,
    Sequence,
    Term,
    Text,
    options_of,
)

# The numbers that NumPy's old generators take, and with them the libraries that hand a seed to one.
SEEDS = range(2**32)
# What makes a whole number, by the last part of its name.
NUMBERS = re.compile(r"int|randint|randrange|integers|getpid|len|crc32|adler32")
# Look-ups that give back another value where there is none.
DEFAULTING = ("get", "getattr", "pop", "setdefault")
# What makes a generator, or seeds one: nothing by which the program names its seed.
GENERATORS = re.compile(
    r"RandomState|default_rng|Generator|SeedSequence|Random|PRNGKey|key|check_random_state"
    r"|(?:.*_)?seed|manual_seed|seed_?everything"
)
# What gives texts, or numbers that are too large, by its full name or the beginning of it.
TEXTS = ("os.environ", "os.getenv", "sys.argv", "os.sys.argv", "builtins.input", "docopt.")
TYPER = ("typer.Option", "typer.Argument")
CONFIGURED = "ConfigParser"
TIMES = frozenset({"time.time", "time.perf_counter", "time.monotonic"})
NANOSECONDS = re.compile(r".*_ns")


def is_no_seed(value: Term) -> bool:
    """Whether a value is surely nothing that names a seed: a generator, a text, a list of seeds."""
    match value:
        case Const(value=number):
            return number is not None and not _is_whole(number)
        case Result(event=event):
            return GENERATORS.fullmatch(called_name(event)) is not None
        case Sequence() | Mapping() | Function() | Class() | Instance() | Text():
            return True
    return False


def is_seed_number(value: Term, trace: Trace) -> bool:
    """Whether a value is a number to seed with, as far as is known of it.

    What the command line, the environment or a file of settings gives may be a text.
    """
    match value:
        case Option(place=place) if place is not None and _is_untyped(trace, place.key):
            return False
        case Const(value=number):
            return _is_whole(number) and number in SEEDS
        case Result(event=event):
            return _gives_number(event)
        case Attribute(base=Result(event=event), name=name) if parser_of(event) is not None:
            return _is_typed(trace, event, name)
        case Attribute(base=Item(base=Result(event=event)), name=name) if parser_of(event):
            return _is_typed(trace, event, name)
        case Operation(operator=operator, operands=operands):
            return operator not in ("/", "and", "or") and all(
                is_seed_number(one, trace) for operand in operands for one in options_of(operand)
            )
        case Element(iterable=inner) | Item(base=inner) | Attribute(base=inner):
            return not any(map(_is_of_texts, _bases(inner)))
        case External():
            return not _is_of_texts(value)
        case Text() | Sequence() | Mapping() | Comprehension():
            return False
    return True


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _gives_number(event: CallEvent) -> bool:
    """Whether a call gives a whole number: it converts, draws, or falls back on one."""
    name = called_name(event)
    if is_function(event.callee, *TYPER) is not None:
        default = event.arguments.get("default", ("default",))
        return default is not None and isinstance(default.value, Const)
    if name in DEFAULTING:
        last = event.arguments.positional[-1].value if event.arguments.positional else None
        place = len(event.arguments.positional) - (name == "getattr")
        known = isinstance(last, Const) and _is_whole(last.value) and place == 2
        return known and not any(map(_is_of_texts, _bases(event.callee)))
    if name == "int":
        return not any(map(_is_large, _counted(event.arguments)))
    return NUMBERS.fullmatch(name) is not None


def _counted(arguments: Arguments) -> list[Term]:
    return [one for argument in arguments for one in options_of(argument.value)]


def _is_large(value: Term) -> bool:
    """Whether a time is counted in less than seconds."""
    if isinstance(value, Operation) and value.operator == "*":
        return any(
            isinstance(one, Result) and bool(TIMES.intersection(dotted(one.event.callee)))
            for one in ancestors(value)
        )
    return isinstance(value, Result) and NANOSECONDS.fullmatch(called_name(value.event)) is not None


def _bases(term: Term) -> list[Term]:
    """The value, and all that it is a part of."""
    found = [term]
    for one in found:
        match one:
            case Attribute(base=inner) | Item(base=inner) | Element(iterable=inner):
                found.extend(options_of(inner))
            case Result(event=event):
                found.append(event.callee)
    return found


def _is_of_texts(term: Term) -> bool:
    """Whether what a value holds are texts."""
    if isinstance(term, Result) and CONFIGURED in called_name(term.event):
        return True
    return any(full.startswith(TEXTS) for full in dotted(term))


# -- options of the command line ----------------------------------------------------------------


def _is_untyped(trace: Trace, place: tuple[str, int]) -> bool:
    return place in trace.once(_untyped)


def _untyped(trace: Trace) -> set[tuple[str, int]]:
    """Where the defaults of options are written that the command line may make a text."""
    return {
        given.value.place.key
        for call in trace.calls()
        if called_name(call) == "add_argument" and not converts(call)
        for given in (call.arguments.get("default"),)
        if given is not None and given.value.place is not None
    }


def _is_typed(trace: Trace, parsing: CallEvent, name: str) -> bool:
    """Whether the option of a parser is one that is made a number, and not None by default."""
    options = trace.once(_options).get(id(parser_of(parsing)), {})
    return name in options and converts(options[name])


def _options(trace: Trace) -> Mapped[int, dict[str, CallEvent]]:
    """The options of each parser, by its id, with their names."""
    found: dict[int, dict[str, CallEvent]] = {}
    for call in trace.calls():
        match call.callee:
            case Attribute(base=parser, name="add_argument"):
                name = destination(call)
                if name is not None:
                    found.setdefault(id(parser), {})[name] = call
    return found


def converts(call: CallEvent) -> bool:
    """Whether ``add_argument`` makes a whole number of what the user gives."""
    keywords = call.arguments.keywords
    kind = keywords["type"].value if "type" in keywords else None
    return (
        kind is not None
        and "builtins.int" in dotted(kind)
        and not keywords.keys() & {"action", "nargs"}
    )
