"""The floors of the house: every room imports only rooms below it, and nothing goes in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "tunelint"

# The floors of the design; what stands behind the point is a landing between two floors.
ROOMS = {
    # the doors
    "cli": 7,
    "flake8_plugin": 7,
    "confirm": 6,
    "fixes": 6,
    "engine": 5,
    "catalogue": 4,
    "reading": 4,
    "reports": 4,
    "rules": 3,
    "tuners": 3,
    "experiments": 2.2,
    "frameworks": 2.1,
    "program": 2,
    "edits": 2,
    "rule": 2,
    "search": 1.3,
    "syntax": 1.2,
    "project": 1.1,
    "discovery": 1,
    "trees": 1,
    "evidence": 0.1,
    # the ground
    "config": 0,
    "facts": 0,
    "lab": 0,
    "source": 0,
    # what lies under it
    "disk": -1,
}

# Modules that share a room with the one that the room is named after.
IN_THE_ROOM_OF = {
    "__main__": "cli",
    "baseline": "config",
    "cache": "evidence",
    "cache_key": "engine",
    "cached_findings": "engine",
    "causes": "engine",
    "checks": "engine",
    "cli_check": "cli",
    "cli_confirm": "cli",
    "commands": "cli",
    "comments": "engine",
    "confirming": "cli",
    "depth": "source",
    "entries": "catalogue",
    "fingerprint": "engine",
    "jobs": "engine",
    "judgement": "engine",
    "judging": "engine",
    "limits": "source",
    "loading": "engine",
    "logical_lines": "source",
    "loops": "source",
    "magics": "source",
    "notebook": "source",
    "notebook_text": "source",
    "patterns": "discovery",
    "permission": "config",
    "installed": "engine",
    "places": "engine",
    "python_parser": "source",
    "rereading": "source",
    "remembering": "engine",
    "resolving": "engine",
    "screening": "engine",
    "seal": "evidence",
    "settings": "engine",
    "showing": "cli",
    "stamps": "evidence",
    "streaming": "engine",
    "streams": "cli",
    "suppressions": "source",
    "workers": "engine",
    "syntax.children": "trees",
    "syntax.parsing": "trees",
    "syntax.positions": "trees",
}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the package, by its dotted name below `tunelint`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), path
    for path in sorted((PACKAGE / "rules").glob("*.py")):
        yield f"rules.{path.stem}".removesuffix(".__init__"), path


MODULES = dict(modules())
NAMES = sorted(name for name in MODULES if name)


def room(module: str) -> str:
    """The room that a module belongs to."""
    top = module.split(".")[0]
    return IN_THE_ROOM_OF.get(module) or IN_THE_ROOM_OF.get(top, top)


def imports(module: str, *, late: bool) -> set[str]:
    """The modules of this package that a module imports; those for types only do not count."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    found: set[str] = set()
    for statement in _statements(tree, late=late):
        match statement:
            case ast.Import(names=names):
                wanted = [alias.name for alias in names]
            case ast.ImportFrom(module=str(base), names=names, level=0):
                wanted = [f"{base}.{alias.name}" for alias in names] + [base]
            case _:
                continue
        found.update(
            name
            for dotted in wanted
            if dotted.startswith("tunelint.")
            and (name := dotted.removeprefix("tunelint.")) in MODULES
        )
    return found - {module}


def _statements(node: ast.AST, *, late: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not late:
                continue
        yield child
        yield from _statements(child, late=late)


@pytest.mark.parametrize("module", NAMES)
def test_every_module_has_a_room(module: str) -> None:
    assert room(module) in ROOMS


@pytest.mark.parametrize("module", NAMES)
def test_no_import_leads_upwards(module: str) -> None:
    own = room(module)

    above = {
        imported
        for imported in imports(module, late=True)
        if room(imported) != own and ROOMS[room(imported)] >= ROOMS[own]
    }

    assert above == set()


@pytest.mark.parametrize("kind", ["tuners", "frameworks"])
def test_tuners_and_frameworks_do_not_know_each_other(kind: str) -> None:
    for module in NAMES:
        if not module.startswith(f"{kind}."):
            continue
        own = module.split(".")[1]
        others = {
            imported
            for imported in imports(module, late=True)
            if imported.startswith(f"{kind}.")
            and (PACKAGE / kind / imported.split(".")[1]).is_dir()
            and imported.split(".")[1] != own
            and (PACKAGE / kind / own).is_dir()
        }
        assert kind == "frameworks" or others == set(), module


def test_rules_do_not_know_each_other() -> None:
    for module in NAMES:
        if module.startswith("rules."):
            assert not {i for i in imports(module, late=True) if room(i) == "rules"} - {"rules"}


def test_nothing_goes_in_a_circle() -> None:
    waiting = {module: imports(module, late=False) - {""} for module in NAMES}
    for module, needed in waiting.items():
        needed.discard(module)
        # A package's own file may gather its modules, which import it only by being in it.
        needed.difference_update({module.rpartition(".")[0]})
    while free := [module for module, needed in waiting.items() if not needed & set(waiting)]:
        for module in free:
            del waiting[module]

    assert waiting == {}


def test_reading_sources_does_not_need_libcst() -> None:
    for module in NAMES:
        if ROOMS[room(module)] == 0 or room(module) in {"discovery", "config", "catalogue"}:
            tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
            assert "libcst" not in {
                alias.name
                for statement in _statements(tree, late=False)
                if isinstance(statement, ast.Import)
                for alias in statement.names
            }, module


def test_the_process_of_a_script_needs_only_the_lab_and_probes() -> None:
    found = {name for name in NAMES if name.startswith("confirm.child")}
    found |= {name for name in NAMES if name.endswith(".probe")}
    waiting = list(found)
    while waiting:
        for imported in imports(waiting.pop(), late=True) - found:
            found.add(imported)
            waiting.append(imported)

    assert {room(name) for name in found} == {"lab", "confirm", "tuners", "frameworks"}
    assert not found & {"confirm.planning", "confirm.session", "confirm.executors"}
    for name in found:
        libraries = _libraries(ast.parse(MODULES[name].read_text(encoding="utf-8")))
        assert not {"libcst", "click", "rich", "pathspec", "msgspec"} & libraries, name


def _libraries(tree: ast.Module) -> set[str]:
    """The top-level packages that a module imports, late ones too."""
    found: set[str] = set()
    for statement in _statements(tree, late=True):
        match statement:
            case ast.Import(names=names):
                found |= {alias.name.partition(".")[0] for alias in names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module.partition(".")[0])
    return found
