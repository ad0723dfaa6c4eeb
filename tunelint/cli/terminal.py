"""What the commands share: help in sections, options of several commands, errors in one line."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from types import FrameType
from typing import Any, NoReturn, TypeVar

import click

from tunelint import __version__
from tunelint.cli.streams import CLEAN, FAILED, INTERRUPTED, finish, keep_standard_streams, say
from tunelint.errors import ConfigurationError
from tunelint.reports.terminal_text import COLOURS

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

ALLOW_PROJECT_RULES = "Run the project's own rules: their code runs on this machine."

_WIDEST = 100
_NAMES_OF_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": _WIDEST}


class Option(click.Option):
    """An option that is listed in a section of the help."""

    def __init__(self, *arguments: Any, section: str = "Options", **given: Any) -> None:
        super().__init__(*arguments, **given)
        self.section = section


def option(*names: str, section: str = "Options", **given: Any) -> Callable[[Decorated], Decorated]:
    """A command's option; an option that is added last is listed first in its section."""
    return click.option(*names, cls=Option, section=section, **given)


class Command(click.Command):
    """A command whose options are listed in sections, each where its first option stands."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections into the formatter."""
        _write_sections(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, which copes with any standard output."""
        return _help_option(super().get_help_option(ctx))


class Doors(click.Group):
    """The commands; whatever a command line or a stream does ends in a line and a status."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands into the formatter."""
        _write_sections(self, ctx, formatter)
        with formatter.section("Commands"):
            named = [(name, self.commands[name]) for name in self.commands]
            formatter.write_dl([(name, one.get_short_help_str(1000)) for name, one in named])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, which copes with any standard output."""
        return _help_option(super().get_help_option(ctx))

    def main(self, args: Sequence[str] | None = None, *more: Any, **given: Any) -> NoReturn:
        """Run the command that the arguments name, and exit."""
        keep_standard_streams()
        given["standalone_mode"] = False
        try:
            super().main(args, *more, **given)
        except click.ClickException as error:
            _refuse(error)
        except click.Abort:
            say("Interrupted.")
            sys.exit(INTERRUPTED)
        sys.exit(CLEAN)


def _write_sections(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    options = [one for one in command.get_params(ctx) if isinstance(one, click.Option)]
    order = list(dict.fromkeys(map(_section, options)))
    options.sort(key=lambda one: order.index(_section(one)))
    for section, group in groupby(options, _section):
        records = [record for one in group if (record := one.get_help_record(ctx)) is not None]
        with formatter.section(section):
            # What else click would say of a number, it says where the number is refused.
            formatter.write_dl([(name, text.partition("  [x")[0]) for name, text in records])


def _section(one: click.Option) -> str:
    return one.section if isinstance(one, Option) else "Options"


def _help_option(one: click.Option | None) -> click.Option | None:
    if one is not None:
        one.callback = _show_help
    return one


def help_lines(ctx: click.Context) -> list[str]:
    """The help of a command."""
    return ctx.get_help().split("\n")


def _show_help(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        finish(help_lines(ctx))


def _show_version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        finish([f"tunelint {__version__}"])


def version_option(command: Decorated) -> Decorated:
    """``-V``, ``--version``."""
    decorate = option(
        "-V",
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help="Show the version and exit.",
    )
    return decorate(command)


def doors(**given: Any) -> Callable[[Callable[..., Any]], Doors]:
    """A group of commands, which shows its help where none is named."""
    return click.group(
        cls=Doors, invoke_without_command=True, context_settings=_NAMES_OF_HELP, **given
    )


def _refuse(error: click.ClickException) -> NoReturn:
    """Say in a line what is wrong with a command line, and where to read what would be right."""
    message = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    say(f"error: {message[:1].lower()}{message[1:]}".removesuffix("."))
    if isinstance(context, click.Context):
        say(f"For more information, try '{context.command_path} --help'.")
    sys.exit(FAILED)


def codes(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Codes or prefixes, separated by commas, over all uses of an option; None without any."""
    parts = [part.strip() for value in values for part in value.split(",")]
    named = tuple(part for part in parts if part)
    if values and not named:
        raise click.BadParameter("name at least one rule")
    return named if values else None


def selecting(verb: str) -> Callable[[Decorated], Decorated]:
    """The options that choose rules by code, for a command that does `verb`."""
    helps = {
        "--select": f"Rules to {verb}, by code, prefix or name (ALL: every rule).",
        "--ignore": "Rules to skip.",
        "--extend-select": f"More rules to {verb}.",
        "--extend-ignore": "More rules to skip.",
    }

    def decorated(command: Decorated) -> Decorated:
        for name, text in reversed(helps.items()):
            decorate = option(
                name,
                section="Rule selection",
                metavar="CODES",
                multiple=True,
                callback=codes,
                help=text,
            )
            command = decorate(command)
        return command

    return decorated


def for_all(command: Decorated) -> Decorated:
    """The options that every command has."""
    options = (
        option(
            "--config",
            "config",
            section="Global options",
            metavar="FILE|KEY=VALUE",
            multiple=True,
            help="A configuration file to use instead of all others, or one setting that overrides"
            " all files.",
        ),
        option(
            "--isolated",
            section="Global options",
            is_flag=True,
            help="Ignore all configuration files.",
        ),
        option(
            "--color",
            section="Global options",
            type=click.Choice(COLOURS),
            default="auto",
            help="When to colour the output.  [default: auto]",
        ),
    )
    for decorate in reversed(options):
        command = decorate(command)
    return command


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C ends what is under way, and the process with status 130.

    It is heard once: what has to be cleared away then takes a moment, and is not to be interrupted.
    """

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    # What ignores Ctrl-C, as a shell's background jobs do, goes on ignoring it.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, leave)
    try:
        yield
    except KeyboardInterrupt:
        say("Interrupted.")
        sys.exit(INTERRUPTED)
    finally:
        if signal.getsignal(signal.SIGINT) is leave:
            signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turns a configuration that cannot be followed into one line and exit status 2."""
    try:
        yield
    except ConfigurationError as error:
        finish((), (str(error),), FAILED)
