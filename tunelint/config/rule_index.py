"""Where rules come from: tunelint's own folder, other packages, a project's folders.

Rules are known by code and name without being imported; importing one runs its code, which only
`Entry.load` does.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from types import MappingProxyType, ModuleType

from tunelint.errors import ConfigurationError
from tunelint.files.file_state import bytes_of
from tunelint.findings.finding import Level
from tunelint.rule import Rule

PACKAGE = "tunelint.rules"
GROUP = "tunelint.rules"
RESERVED = "TUN"

_CODE = re.compile(r"[A-Z]+[0-9]+")
_RULE_FILE = re.compile(r"(?P<code>[a-z]+[0-9]+)_(?P<name>\w+)\.py")


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule before it is imported.

    `module` holds it; `attribute` is the class there, empty where the module defines exactly one
    rule. A rule of a project's folder has its `file` instead of a module that could be imported.
    """

    code: str
    name: str
    module: str
    attribute: str = ""
    file: Path | None = None

    @property
    def origin(self) -> str:
        """Where it comes from, as a message names it."""
        return str(self.file or self.module)

    def load(self) -> type[Rule]:
        """The rule's class. Raises ConfigurationError where there is none that can be used."""
        try:
            module = self._module()
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            reason = f"{type(error).__name__}: {error}".splitlines()[0]
            raise self._unusable(reason) from error
        if self.attribute:
            found = [getattr(module, self.attribute, None)]
        else:
            found = [thing for thing in vars(module).values() if _is_defined_in(module, thing)]
        if len(found) != 1:
            raise self._unusable(f"it defines {len(found)} rules, not one")
        return self._checked(found[0])

    def page(self) -> str:
        """The rule's page: the docstring of its module, read without importing ours or a file's."""
        import ast
        import importlib.resources

        if self.file is not None:
            text = self.file.read_text(encoding="utf-8")
        elif self.module.startswith(f"{PACKAGE}."):
            name = f"{self.module.rpartition('.')[2]}.py"
            text = importlib.resources.files(PACKAGE).joinpath(name).read_text(encoding="utf-8")
        else:
            return importlib.import_module(self.module).__doc__ or ""
        return ast.get_docstring(ast.parse(text)) or ""

    def _module(self) -> ModuleType:
        return importlib.import_module(self.module) if self.file is None else _run(self.file)

    def _checked(self, found: object) -> type[Rule]:
        if not (isinstance(found, type) and issubclass(found, Rule)):
            raise self._unusable(f"{self.attribute} is not a subclass of tunelint.rule.Rule")
        for field, kind in (("code", str), ("name", str), ("level", Level)):
            if not isinstance(getattr(found, field, None), kind):
                raise self._unusable(f"{found.__name__} has no {field} of type {kind.__name__}")
        if found.code != self.code:
            raise self._unusable(f"{found.__name__}.code is {found.code!r}, not {self.code!r}")
        return found

    def _unusable(self, reason: str) -> ConfigurationError:
        return ConfigurationError(f"{self.origin}: rule {self.code} cannot be used: {reason}")


@cache
def own_entries() -> Mapping[str, Entry]:
    """Tunelint's own rules, by code, in the order of the codes."""
    folders = importlib.import_module(PACKAGE).__path__
    names = sorted(f"{module.name}.py" for module in pkgutil.iter_modules(folders))
    return MappingProxyType(dict(_by_code(names)))


def own_folder() -> Path:
    """The folder that holds tunelint's own rules."""
    return Path(importlib.import_module(PACKAGE).__path__[0]).resolve()


@cache
def package_entries() -> Mapping[str, Entry]:
    """The rules of other installed packages: their entry points in the group ``tunelint.rules``.

    An entry point's name is the rule's code; it leads to a module that defines one rule, or to the
    class. Raises ConfigurationError for a code that is none, or is taken.
    """
    if not _may_be_named(GROUP):
        return MappingProxyType({})
    from importlib.metadata import entry_points

    found: dict[str, Entry] = {}
    for point in entry_points(group=GROUP):
        where = f"entry point {point.name} = {point.value}"
        _check_code(point.name, where, found)
        name = point.module.rpartition(".")[2].removeprefix(f"{point.name.lower()}_")
        found[point.name] = Entry(
            point.name, name.replace("_", "-"), point.module, attribute=point.attr or ""
        )
    return MappingProxyType(dict(sorted(found.items())))


def _may_be_named(group: str) -> bool:
    """Whether an installed package may have entry points in a group.

    Importing importlib.metadata takes longer than a look into the few files that may name it;
    archives, eggs and finders of other kinds are left to it.
    """
    if any(hasattr(one, "find_distributions") for one in sys.meta_path if one is not PathFinder):
        return True
    return any(_is_named_below(place, group.encode()) for place in sys.path)


def _is_named_below(place: str, group: bytes) -> bool:
    try:
        names = os.listdir(place or os.curdir)
    except NotADirectoryError:
        return True
    except OSError:
        return False
    if place.lower().endswith(".egg"):
        return True
    infos = (name for name in names if name.lower().endswith((".dist-info", ".egg-info")))
    return any(group in bytes_of(os.path.join(place, info, "entry_points.txt")) for info in infos)


def folder_entries(folders: Iterable[Path]) -> Mapping[str, Entry]:
    """The rules that lie in the given folders, by code; nothing of them is run.

    A rule's file is named as ours are: ``acme001_search_too_long.py``. Raises ConfigurationError
    for a folder that is none, and for a code that is taken.
    """
    found: dict[str, Entry] = {}
    for folder in folders:
        if not os.path.isdir(folder):
            raise ConfigurationError(f"{folder}: no such folder of rules")
        for file in sorted(folder.iterdir()):
            if _RULE_FILE.fullmatch(file.name):
                entry = file_entry(file)
                _check_code(entry.code, str(file), found)
                found[entry.code] = entry
    return MappingProxyType(dict(sorted(found.items())))


def file_entry(file: Path) -> Entry:
    """The rule that a file holds, by the file's name. Raises ConfigurationError."""
    match = _RULE_FILE.fullmatch(file.name)
    if match is None:
        wanted = "name a rule's file like acme001_search_too_long.py"
        raise ConfigurationError(f"{file}: {wanted}")
    return Entry(match["code"].upper(), match["name"].replace("_", "-"), file.stem, file=file)


def _by_code(names: Iterable[str]) -> Iterator[tuple[str, Entry]]:
    for name in names:
        match = _RULE_FILE.fullmatch(name)
        if match is not None:
            code = match["code"].upper()
            module = f"{PACKAGE}.{name.removesuffix('.py')}"
            yield code, Entry(code, match["name"].replace("_", "-"), module)


def _check_code(code: str, where: str, taken: Mapping[str, Entry]) -> None:
    if not _CODE.fullmatch(code):
        raise ConfigurationError(
            f"{where}: {code!r} is not a code: use capital letters, then digits"
        )
    if code.startswith(RESERVED):
        raise ConfigurationError(f"{where}: codes that begin with {RESERVED} are reserved")
    if code in taken:
        raise ConfigurationError(f"{where}: {code} is also the code of {taken[code].origin}")


def _run(file: Path) -> ModuleType:
    """The module of a file that lies in no package."""
    # Dataclasses look their module up by its name, so it has to be a name that nobody else has.
    name = f"tunelint_project_rule_{file.stem}_{abs(hash(file)):x}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _is_defined_in(module: ModuleType, thing: object) -> bool:
    return (
        isinstance(thing, type) and issubclass(thing, Rule) and thing.__module__ == module.__name__
    )
