"""``tunelint new-rule``: writes the skeleton of a rule and of its test."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tunelint.cli.streams import finish, say
from tunelint.cli.terminal import Command, for_all, one_line_errors, option
from tunelint.config.configuration import Configuration, Sources
from tunelint.config.rule_index import RESERVED, Entry, folder_entries, own_folder
from tunelint.config.rule_selection import installed
from tunelint.config.settings import Settings, Wishes
from tunelint.errors import ConfigurationError, reason_of
from tunelint.files.here import from_here
from tunelint.reports.terminal_text import shown_path

if TYPE_CHECKING:
    from tunelint.cli.rule_skeleton import Skeleton

_FOLDER = click.Path(path_type=Path)


@click.command("new-rule", cls=Command)
@click.argument("code")
@click.argument("name")
@option(
    "--folder",
    metavar="FOLDER",
    type=_FOLDER,
    default="rules",
    help="The folder of the rule.  [default: rules]",
)
@option(
    "--tests",
    metavar="FOLDER",
    type=_FOLDER,
    default="tests",
    help="The folder of its test.  [default: tests]",
)
@for_all
def new_rule(code: str, name: str, folder: Path, tests: Path, **given: Any) -> None:
    """Write a rule and its test to start from: CODE like ACME001, NAME like search-too-long.

    Both work as written: the rule flags searches of many trials until you change it.
    """
    from tunelint.cli.rule_skeleton import skeleton_of

    with one_line_errors():
        skeleton = skeleton_of(code, name)
        settings = Settings(Wishes(sources=Sources(given["config"], given["isolated"])))
        configuration = settings.configuration_of(from_here(Path()))
        _check_free(skeleton, folder, configuration)
        files = _texts(skeleton, folder, tests)
        _write(files)
    if not _is_own(folder) and folder.resolve() not in _folders(configuration):
        say(f'note: add rules = ["{shown_path(folder)}"] to the configuration to use its rules')
    finish(f"Wrote {shown_path(file)}" for file in files)


def _check_free(skeleton: Skeleton, folder: Path, configuration: Configuration) -> None:
    """Raise ConfigurationError for a code that is reserved or taken."""
    if skeleton.code.startswith(RESERVED) and not _is_own(folder):
        raise ConfigurationError(
            f"{skeleton.code}: codes that begin with {RESERVED} are reserved: use different letters"
        )
    taken = _taken(folder, configuration).get(skeleton.code)
    if taken is not None:
        raise ConfigurationError(f"{skeleton.code} is already the code of {taken.origin}")


def _taken(folder: Path, configuration: Configuration) -> Mapping[str, Entry]:
    """The rules that there are: installed ones, the project's, those of the folder."""
    folders = dict.fromkeys([*_folders(configuration), folder.resolve()])
    there = [one for one in folders if one.is_dir() and not _is_own(one)]
    return {**folder_entries(there), **installed().entries}


def _folders(configuration: Configuration) -> list[Path]:
    return [(configuration.folder / one).resolve() for one in configuration.rules]


def _is_own(folder: Path) -> bool:
    return folder.resolve() == own_folder()


def _texts(skeleton: Skeleton, folder: Path, tests: Path) -> Mapping[Path, str]:
    """The files to write, each with its text."""
    rule, test = folder / skeleton.rule_file, tests / skeleton.test_file
    file = os.path.relpath(rule.resolve(), tests.resolve()).replace(os.sep, "/")
    return {rule: skeleton.rule_text(), test: skeleton.test_text(file)}


def _write(files: Mapping[Path, str]) -> None:
    """Write all files or none. Raises ConfigurationError where one is there, or cannot be."""
    for file in files:
        if os.path.lexists(file):
            raise ConfigurationError(f"{shown_path(file)}: exists already")
    written: list[Path] = []
    for file, text in files.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8") as stream:
                written.append(file)
                stream.write(text)
        except OSError as error:
            for one in written:
                one.unlink(missing_ok=True)
            raise ConfigurationError(
                f"{shown_path(file)}: cannot be written: {reason_of(error)}"
            ) from None
