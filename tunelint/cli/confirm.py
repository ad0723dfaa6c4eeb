"""``tunelint confirm``: runs the flagged search in processes of its own and proves each finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tunelint.cli.terminal import ALLOW_PROJECT_RULES, Command, codes, for_all, option, selecting
from tunelint.cli.values import Name, amount
from tunelint.config.output_format import OutputFormat

_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


class _WithScriptArguments(Command):
    """A command whose words after ``--`` are for the script that it runs."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own, given = args, []
        if "--" in args:
            place = args.index("--")
            own, given = args[:place], args[place + 1 :]
        ctx.meta["script arguments"] = tuple(given)
        return super().parse_args(ctx, own)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*super().collect_usage_pieces(ctx), "[-- SCRIPT ARGUMENTS]"]


@click.command(cls=_WithScriptArguments)
@click.argument("paths", nargs=-1, type=Name())
@option(
    "--output-format",
    type=click.Choice([name.value for name in OutputFormat]),
    help="The format of findings and verdicts.  [default: full]",
)
@option(
    "--html",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Also write findings and evidence to this page.",
)
@option("--fresh", is_flag=True, help="Ignore the verdicts of earlier runs.")
@selecting("confirm")
@option(
    "--advice",
    section="Rule selection",
    is_flag=True,
    help="Also confirm advice.",
)
@option(
    "--force",
    section="Rule selection",
    metavar="CODES",
    multiple=True,
    callback=codes,
    help="Rules to confirm everywhere, even where check finds nothing, by code, prefix or name.",
)
@option("--allow-project-rules", section="Rule selection", is_flag=True, help=ALLOW_PROJECT_RULES)
@option(
    "--budget",
    section="Experiments",
    metavar="SECONDS",
    type=click.FLOAT,
    callback=amount,
    help="The time that one finding may take.  [default: 120]",
)
@option(
    "--trials",
    section="Experiments",
    metavar="N",
    type=click.INT,
    callback=amount,
    help="The configurations of an experiment, and the trials of each search on the way."
    "  [default: 8; 3 on the way]",
)
@option(
    "--epochs",
    section="Experiments",
    metavar="N",
    type=click.INT,
    callback=amount,
    help="The most epochs of a training, where the experiment leaves that open.  [default: 3]",
)
@option(
    "--rows",
    section="Experiments",
    metavar="N",
    type=click.INT,
    callback=amount,
    help="The rows of a training; verdicts that depend on the rest are inconclusive."
    "  [default: all]",
)
@option(
    "--full",
    section="Experiments",
    is_flag=True,
    help="Run searches and trainings on the way in full.",
)
@option(
    "--entry",
    section="Running the script",
    metavar="FILE",
    type=_EXISTING,
    help="The script to run, if it is not the flagged file.",
)
@option(
    "--setup",
    section="Running the script",
    metavar="FILE",
    type=_EXISTING,
    help="A file to run first, which defines what the script needs.",
)
@option(
    "--synthetic",
    section="Running the script",
    is_flag=True,
    help="Replace data that cannot be loaded with made-up data; verdicts that depend on it are"
    " inconclusive.",
)
@option(
    "--python",
    section="Running the script",
    metavar="PATH",
    help="The interpreter that has the libraries.  [default: the active virtual environment's]",
)
@option(
    "--device",
    section="Running the script",
    type=click.Choice(["auto", "cpu", "gpu"]),
    default="auto",
    help="The device to train on.  [default: auto]",
)
@option(
    "--memory",
    section="Running the script",
    metavar="MIB",
    type=click.INT,
    callback=amount,
    help="The memory that one process may use.  [default: a share of the machine's]",
)
@option(
    "-e",
    "--exit-zero",
    section="Miscellaneous",
    is_flag=True,
    help="Exit with status 0 even if findings stand.",
)
@for_all
@click.pass_context
def confirm(context: click.Context, /, **given: Any) -> None:
    """Run the flagged searches in PATHS just enough to prove each finding.

    Each finding of `tunelint check` gets a verdict with its numbers: confirmed, refuted or
    inconclusive. Your script runs up to the search, in separate processes, with the words after
    `--` as its arguments; the whole search never runs.

    Exit status: 0 if no finding stands, 1 if one does (confirmed, inconclusive or without an
    experiment), 2 if something could not be done, 130 after Ctrl-C, with the verdicts so far.
    """
    # A command line that only checks never imports the machinery.
    from tunelint.cli.confirm_run import Wanted
    from tunelint.cli.confirm_run import confirm as confirm_as_wanted

    confirm_as_wanted(Wanted(**given, arguments=context.meta["script arguments"]))
