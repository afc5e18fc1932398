"""The command ``kg``: parses, calls one function, prints. Commands are imported when they are called, so that ``kg --help`` is quick."""

from __future__ import annotations

import difflib
import os
import sys
from importlib import import_module

import rich_click as click
from click.exceptions import Exit

from kg import __version__
from kg.errors import KgError

# name: (module, what the list of commands says)
COMMANDS = {
    "demo": ("demo", "Read the bundled example articles into a fresh graph and look at it."),
    "extract": ("articles", "Print what articles say as JSON, one line each; touches no store."),
    "load": ("articles", "Read articles into the store."),
    "retract": ("articles", "Take an article and all that rests on it alone out of the graph."),
    "report": ("reports", "List, show and run the saved reports."),
    "query": ("reports", "Run one read-only Cypher query."),
    "digest": ("digest", "What is new, changed, contradicted or withdrawn since a day."),
    "show": ("look", "One company, person, product or place on one screen."),
    "why": ("look", "The sentences that a claim rests on."),
    "analyse": ("analyse", "Who is central, what belongs together, who owns whom in the end, who depends on whom."),
    "browser": ("browser", "Write style, saved reports and guide for Neo4j Browser."),
    "picture": ("picture", "Draw a company's neighbourhood, or what a report finds, as one page of HTML."),
    "export": ("exports", "Write the graph to a file in another format."),
    "store": ("upkeep", "Which store, how big; stop the embedded one's process."),
    "schema": ("upkeep", "Check the ontology files; make indexes and constraints."),
    "doctor": ("upkeep", "What is installed, what answers, and what to do about what does not."),
}

EPILOG = "Try `kg demo` first. `kg COMMAND --help` shows examples. Data goes to stdout, progress and remarks to stderr."


class LazyGroup(click.RichGroup):
    """A group that knows its commands by name and imports one when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of :data:`COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A stand-in that knows its one line: all that the list of commands shows. What is called is found by :meth:`resolve_command`."""
        return click.Command(cmd_name, help=COMMANDS[cmd_name][1]) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a likely spelling where the command is unknown."""
        if args and args[0] in COMMANDS:
            module, _ = COMMANDS[args[0]]
            return args[0], getattr(import_module(f"kg.cli.{module}"), args[0]), args[1:]
        close = difflib.get_close_matches(args[0], COMMANDS, n=1) if args else []
        if close:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {close[0]!r}?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """As click does; a reader who has seen enough (``kg … | head``) is no failure."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still to be flushed goes nowhere
            raise Exit(0) from None
        return result


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Company knowledge graphs from news articles: who partners with, owns, sues, builds, and the sentence that proves it."""


def main() -> None:
    """Entry point: errors become one line and the exit code of their kind (see ``kg.errors``)."""
    try:
        code = cli(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
