"""Seeds that the user of a program gives, and what they are where the user gives none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.seeding.seed_expressions import SeedExpression, is_seed
from tunelint.analyses.seeding.seed_numbers import converts
from tunelint.interpreter.command_line import destination
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import BindEvent, Trace
from tunelint.interpreter.values import Attribute, Const, Term, options_of
from tunelint.model.program import Program


@dataclass(frozen=True, eq=False, slots=True)
class ParsedSeed:
    """An option of the command line, read or not: ``args.seed``; `values` as far as known.

    Where it is not `converted` to a number, it is the text that the user gives.
    """

    written: SeedExpression
    values: tuple[Term, ...]
    converted: bool = True


Options = dict[str, tuple[tuple[Term, ...], bool]]
"""Options by their names: their defaults, and whether they are made numbers."""


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


def _of(bound: str, options: Options) -> Iterator[ParsedSeed]:
    for option, (values, converted) in options.items():
        written = SeedExpression(f"{bound}.{option}", bound, None, option)
        yield ParsedSeed(written, values, converted)


def _options(trace: Trace) -> dict[int, Options]:
    """The options that are named like a seed with their defaults, by the id of their parser."""
    found: dict[int, Options] = {}
    for call in trace.calls():
        match call.callee:
            case Attribute(base=parser, name="add_argument"):
                name = destination(call)
                if name is not None and is_seed(name):
                    found.setdefault(id(parser), {})[name] = (_default(call), converts(call))
            case Attribute(base=parser, name="set_defaults"):
                for name, (_, converted) in found.get(id(parser), {}).items():
                    found[id(parser)][name] = ((), converted)
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


def is_text(function: cst.FunctionDef, parameter: str) -> bool:
    """Whether a parameter is a text: by its annotation, or as an option that is typed in."""
    params = function.params
    for one in (*params.posonly_params, *params.params, *params.kwonly_params):
        if one.name.value == parameter and one.annotation is not None:
            return "str" in _words(one.annotation.annotation)
    return any(_is_text_option(each.decorator, parameter) for each in function.decorators)


def _is_text_option(decorator: cst.BaseExpression, parameter: str) -> bool:
    match decorator:
        case cst.Call(
            func=cst.Name(value="option" | "argument")
            | cst.Attribute(attr=cst.Name(value="option" | "argument")),
            args=args,
        ) if parameter in _names(args):
            given = {one.keyword.value: one.value for one in args if one.keyword is not None}
            kind = {"int", "INT", "IntRange"}.intersection(_words(given.get("type")))
            return not kind and not isinstance(given.get("default"), cst.Integer)
    return False


def _words(node: cst.CSTNode | None) -> list[str]:
    return re.findall(r"\w+", cst.Module([]).code_for_node(node)) if node is not None else []


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
