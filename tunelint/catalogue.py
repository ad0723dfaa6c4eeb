"""The rules by code: found by their files' names, imported only to be run or explained."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import importlib.resources
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Any

from tunelint.config import Configuration, ConfigurationError, nearest
from tunelint.rule import Level, Rule

PACKAGE = "tunelint.rules"
EVERY_CODE = ("TUN",)
UNREADABLE_FILE = "TUN901"
UNUSED_IGNORE = "TUN902"

_RULE_FILE = re.compile(r"(?P<code>tun\d{3})_(?P<name>\w+)\.py")


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as its file's name gives it."""

    code: str
    name: str
    module: str

    def load(self) -> type[Rule]:
        """The rule's class, the only one that its module defines."""
        module = importlib.import_module(self.module)
        rules = [
            thing
            for thing in vars(module).values()
            if isinstance(thing, type)
            and issubclass(thing, Rule)
            and thing.__module__ == self.module
        ]
        if len(rules) != 1:
            raise TypeError(f"{self.module} defines {len(rules)} rules, not one")
        return rules[0]

    def page(self) -> str:
        """The rule's page: the docstring of its module, read without importing it."""
        file = importlib.resources.files(PACKAGE) / (self.module.rpartition(".")[2] + ".py")
        return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""


@dataclass(frozen=True, slots=True)
class Selection:
    """The codes that are chosen; `outspoken` are those whose advice is shown too."""

    codes: frozenset[str]
    outspoken: frozenset[str]

    def shows(self, code: str, level: Level) -> bool:
        """Whether findings of `code` at `level` are wanted."""
        if code == UNREADABLE_FILE:
            return True
        return code in self.codes and (level is not Level.ADVICE or code in self.outspoken)


@dataclass(frozen=True, slots=True)
class Choice:
    """What one place (the configuration, the command line) says about codes."""

    select: Sequence[str] | None = None
    ignore: Sequence[str] = ()
    extend_select: Sequence[str] = ()


@cache
def entries() -> Mapping[str, Entry]:
    """Every rule that there is, by code, in the order of the codes."""
    files = (file.name for file in importlib.resources.files(PACKAGE).iterdir())
    matches = (_RULE_FILE.fullmatch(name) for name in sorted(files))
    found = {}
    for match in matches:
        if match is not None:
            code, name = match["code"].upper(), match["name"].replace("_", "-")
            found[code] = Entry(code, name, f"{PACKAGE}.{match[0].removesuffix('.py')}")
    return found


def entry(code: str) -> Entry:
    """The rule with exactly this code. Raises ConfigurationError where there is none."""
    known = entries()
    if code not in known:
        raise ConfigurationError(f"unknown rule code {code!r}{_nearest_code(code)}")
    return known[code]


def check_codes(codes: Iterable[str], where: str) -> None:
    """Raises ConfigurationError where one of `codes` is neither a code nor a prefix of one."""
    known = list(entries())
    for code in codes:
        if not code or not any(name.startswith(code) for name in known):
            raise ConfigurationError(f"{where}: unknown rule code {code!r}{_nearest_code(code)}")


def select(choices: Iterable[Choice], *, advice: bool) -> Selection:
    """The codes that run, given what the configuration and then the command line say.

    A later choice with `select` starts anew; otherwise it adds to the earlier ones. Within one
    choice the longer of two prefixes wins, `ignore` if they are equal. Rules of level advice need
    `advice` or their full code.
    """
    known = entries()
    chosen: set[str] = set()
    named: set[str] = set()
    for choice in (Choice(select=EVERY_CODE), *choices):
        if choice.select is not None:
            chosen, named = set(), set()
        wanted = (*(choice.select or ()), *choice.extend_select)
        named.update(code for code in wanted if code in known)
        for code in known:
            wish, veto = _longest(wanted, code), _longest(choice.ignore, code)
            if veto and veto >= wish:
                chosen.discard(code)
            elif wish:
                chosen.add(code)
    outspoken = frozenset(known) if advice else frozenset(named)
    return Selection(frozenset(chosen | {UNREADABLE_FILE}), outspoken)


def instantiate(
    selection: Selection, options: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, Rule]:
    """The rules that run, with their options, by code, in the order of the codes."""
    chosen = {code: entries()[code].load() for code in sorted(selection.codes)}
    return {
        code: rule(**options.get(code, {}))
        for code, rule in chosen.items()
        if selection.shows(code, rule.level)
    }


def rule_options(configuration: Configuration) -> Mapping[str, Mapping[str, Any]]:
    """The options of every rule that the configuration has a table for, as the rules name them.

    Raises ConfigurationError for an unknown code or option, or a value of the wrong type.
    """
    result = {}
    for code, table in configuration.rule_options.items():
        if code not in entries():
            hint = _nearest_code(code)
            raise ConfigurationError(f"{configuration.file}: unknown rule code {code!r}{hint}")
        fields = {
            field.name.replace("_", "-"): field for field in dataclasses.fields(entry(code).load())
        }
        where = f"{configuration.file}: {code}"
        result[code] = dict(_option(where, fields, key, value) for key, value in table.items())
    return result


def _option(
    where: str, fields: Mapping[str, dataclasses.Field[Any]], key: str, value: object
) -> tuple[str, Any]:
    if key not in fields:
        hint = nearest(key, list(fields))
        raise ConfigurationError(f"{where}: unknown option {key!r}{hint}")
    field = fields[key]
    return field.name, _typed(f"{where}: {key}", field.default, value)


def _typed(where: str, default: object, value: object) -> object:
    """The value in the type of the option's default."""
    match default, value:
        case (bool(), bool()) | (str(), str()):
            return value
        case (int(), int()) if not isinstance(default, bool) and not isinstance(value, bool):
            return value
        case (float(), int() | float()) if not isinstance(value, bool):
            return float(value)
        case (tuple(), [*words]) if all(isinstance(word, str) for word in words):
            return tuple(words)
    raise ConfigurationError(f"{where} must be {_KINDS.get(type(default), 'of another type')}")


_KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    tuple: "a list of strings",
}


def _nearest_code(code: str) -> str:
    digits = code[3:].translate(str.maketrans("OoQIlLZzSsB", "00011122558"))
    alike = code[:3] + digits
    longest = max(_shared_start(alike, known) for known in entries())
    return nearest(alike, [known for known in entries() if _shared_start(alike, known) == longest])


def _shared_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _longest(prefixes: Iterable[str], code: str) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)
