"""The floors of the house: every room imports only rooms below it, and nothing goes in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tunelint import registry

PACKAGE = Path(__file__).parent.parent / "tunelint"

# From the ground up. A room is a folder of the package, or a file beside the folders.
ROOMS = (
    *(
        "errors",
        "registry",
        "files",
        "interpreter",
        "model",
        "lab",
        "findings",
        "rule",
        "libraries",
    ),
    "libraries",
    *("analyses", "experiments", "api", "rules", "config", "reports", "engine", "testing"),
    *("confirm", "cli"),
    "__main__",
)


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
    return module.split(".")[0]


def imports(module: str) -> set[str]:
    """The modules of this package that a module imports, inside functions and for types too."""
    found: set[str] = set()
    for statement in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
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


def test_every_room_is_known() -> None:
    assert {room(name) for name in NAMES} == set(ROOMS)


@pytest.mark.parametrize("module", NAMES)
def test_no_import_leads_upwards(module: str) -> None:
    floor = ROOMS.index(room(module))

    assert {one for one in imports(module) if ROOMS.index(room(one)) > floor} == set()


def test_a_tuner_is_known_in_its_own_folder_alone() -> None:
    folders = {one.folder for one, _ in registry.tuners() if one.framework is None}
    known = {
        (module, one)
        for module in NAMES
        if room(module) == "libraries"
        for one in imports(module)
        if room(one) == "libraries" and one.split(".")[1:2] != module.split(".")[1:2]
    }

    assert len(folders) >= 6
    assert {(module, one) for module, one in known if one.split(".")[1] in folders} == set()


def test_rules_do_not_know_each_other() -> None:
    for module in NAMES:
        if module.startswith("rules."):
            assert not {one for one in imports(module) if room(one) == "rules"} - {"rules"}


def test_no_rule_knows_a_reader() -> None:
    for module in NAMES:
        if room(module) == "rules":
            assert not {one for one in imports(module) if one.endswith(".reader")}, module


def test_nothing_goes_in_a_circle() -> None:
    waiting = {module: imports(module) - {""} for module in NAMES}
    for module, needed in waiting.items():
        needed.discard(module)
        # A package's own file may gather its modules, which import it only by being in it.
        needed.difference_update({module.rpartition(".")[0]})
    while free := [module for module, needed in waiting.items() if not needed & set(waiting)]:
        for module in free:
            del waiting[module]

    assert waiting == {}


def test_the_process_of_a_script_needs_only_the_lab_and_probes() -> None:
    found = {name for name in NAMES if name.startswith("confirm.child")}
    found |= {name for name in NAMES if name.endswith("probe")}
    waiting = list(found)
    while waiting:
        for imported in imports(waiting.pop()) - found:
            found.add(imported)
            waiting.append(imported)

    assert {room(name) for name in found} == {"registry", "lab", "confirm", "libraries"}
    assert not found & {"confirm.cases", "confirm.session", "confirm.executors"}
    for name in found:
        libraries = _libraries(ast.parse(MODULES[name].read_text(encoding="utf-8")))
        assert not {"libcst", "click", "rich", "pathspec", "msgspec"} & libraries, name


def _libraries(tree: ast.Module) -> set[str]:
    """The top-level packages that a module imports, late ones too."""
    found: set[str] = set()
    for statement in ast.walk(tree):
        match statement:
            case ast.Import(names=names):
                found |= {alias.name.partition(".")[0] for alias in names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module.partition(".")[0])
    return found
