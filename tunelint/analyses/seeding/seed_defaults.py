"""Seeds that the user of a program gives, and what they are where the user gives none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.seeding.seed_expressions import SeedExpression, is_seed
from tunelint.interpreter.command_line import destination
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import BindEvent, Trace
from tunelint.interpreter.values import Attribute, Const, Term, options_of
from tunelint.model.program import Program


@dataclass(frozen=True, eq=False, slots=True)
class ParsedSeed:
    """An option of the command line, read or not: ``args.seed``; `values` as far as known."""

    written: SeedExpression
    values: tuple[Term, ...]


def parsed_seeds(program: Program) -> dict[str, list[ParsedSeed]]:
    """The options that are named like a seed, by the file that parses them."""
    found: dict[str, list[ParsedSeed]] = {}
    options = program.trace.once(_options)
    for event in program.trace.of(BindEvent) if options else ():
        match event.value:
            case Result(event=call) if isinstance(call.callee, Attribute):
                if call.callee.name == "parse_args":
                    own = options.get(id(call.callee.base), {})
                    file = found.setdefault(str(event.place.source.path), [])
                    file.extend(_of(event.name, own))
    return found


def _of(bound: str, options: dict[str, tuple[Term, ...]]) -> Iterator[ParsedSeed]:
    for option, values in options.items():
        yield ParsedSeed(SeedExpression(f"{bound}.{option}", bound, None, option), values)


def _options(trace: Trace) -> dict[int, dict[str, tuple[Term, ...]]]:
    """The options that are named like a seed with their defaults, by the id of their parser."""
    found: dict[int, dict[str, tuple[Term, ...]]] = {}
    for call in trace.calls():
        match call.callee:
            case Attribute(base=parser, name="add_argument"):
                name = destination(call)
                if name is not None and is_seed(name):
                    found.setdefault(id(parser), {})[name] = _default(call)
            case Attribute(base=parser, name="set_defaults"):
                for name in found.get(id(parser), ()):
                    found[id(parser)][name] = ()
    return found


def _default(call: CallEvent) -> tuple[Term, ...]:
    """What an option is that is not given; nothing where it has to be, or cannot be told."""
    arguments = call.arguments
    first = next(iter(arguments.positional), None)
    named = first is not None and str(getattr(first.value, "value", "-")).startswith("-")
    if not named or "required" in arguments.keywords or arguments.open_keywords:
        return ()
    given = arguments.keywords.get("default")
    return options_of(given.value) if given is not None else (Const(call.place, None),)


def is_none_by_default(function: cst.FunctionDef, parameter: str) -> bool:
    """Whether a decorator makes the parameter an option that is None where it is not given."""
    return any(_is_empty_option(each.decorator, parameter) for each in function.decorators)


def _is_empty_option(decorator: cst.BaseExpression, parameter: str) -> bool:
    match decorator:
        case cst.Call(
            func=cst.Name(value="option") | cst.Attribute(attr=cst.Name(value="option")), args=args
        ):
            return parameter in _names(args) and not _has_default(args)
    return False


def _names(arguments: Sequence[cst.Arg]) -> set[str]:
    """The parameters that the names of an option may stand for."""
    values = (one.value for one in arguments if one.keyword is None)
    texts = (each.evaluated_value for each in values if isinstance(each, cst.SimpleString))
    return {text.lstrip("-").replace("-", "_") for text in texts if isinstance(text, str)}


def _has_default(arguments: Sequence[cst.Arg]) -> bool:
    """Whether an option is given a value, or has to be."""
    for one in arguments:
        match one:
            case cst.Arg(star="**"):
                return True
            case cst.Arg(keyword=cst.Name(value="default"), value=value):
                return not (isinstance(value, cst.Name) and value.value == "None")
            case cst.Arg(keyword=cst.Name(value="required" | "prompt")):
                return True
    return False
