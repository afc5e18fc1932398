"""The page of the command line, from the commands themselves: what ``--help`` shows, as click knows it, whatever the width of a terminal."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from importlib import import_module

import click

from kg.cli import COMMANDS

_INTRO = """# The command line

Data goes to stdout, progress and remarks to stderr; `kg COMMAND --help` prints what this page says.

| Ends with | Means |
|---|---|
| 0 | done |
| 1 | some sources were refused, each with its reason in one line; the rest is done |
| 2 | wrong usage |
| 3 | the store, or something that is needed, cannot be reached |
| 4 | a file of the schema or of the reports is wrong |

`-h, --help` is an option of every command.
"""


def every_command() -> Iterator[tuple[list[str], click.Command]]:
    """All commands and groups with the words that call them, ``kg`` itself left out."""
    for name, (module, _) in COMMANDS.items():
        yield from _below([name], getattr(import_module(f"kg.cli.{module}"), name))


def _below(words: list[str], command: click.Command) -> Iterator[tuple[list[str], click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _below([*words, name], inner)


def commands_page(remark: str) -> str:
    """The whole page.

    Args:
        remark: begins it; ``{}`` stands for what it is made of.
    """
    overview = "".join(f"- [`kg {name}`](#kg-{name}): {line}\n" for name, (_, line) in COMMANDS.items())
    parts = [_INTRO, overview, *(_section(words, command) for words, command in every_command()), _completion()]
    return remark.format("`kg --help`") + "\n".join(parts)


def _section(words: list[str], command: click.Command) -> str:
    call = " ".join(["kg", *words])
    context = click.Context(command, info_name=call)
    usage = " ".join([call, *command.collect_usage_pieces(context)])
    parts = [f"{'#' * (len(words) + 1)} `{call}` {{ #{call.replace(' ', '-')} }}\n", f"```text\n{usage}\n```\n", f"{_text(command.help or '')}\n"]
    options = [record for param in command.get_params(context) if (record := _record(param, context))]
    if options and not isinstance(command, click.Group):
        parts.append("| Option | Means |\n|---|---|\n" + "".join(f"| {_code(name)} | {_cell(meaning)} |\n" for name, meaning in options))
    examples = split_examples(command.epilog or "")
    if examples:
        parts.append("```console\n" + "".join(f"$ {example}\n" for example in examples) + "```\n")
    return "\n".join(parts)


def _record(param: click.Parameter, context: click.Context) -> tuple[str, str] | None:
    if "--help" in param.opts:
        return None
    record = param.get_help_record(context)
    if record is None or not record[1]:
        return None
    return record[0], re.sub(r"<([^>]+)>", r"&lt;\1&gt;", record[1])


def _code(text: str) -> str:
    """Code in a cell of a table: an escaped bar within backticks is shown with its backslash by some readers and without by others."""
    return f"`{text}`" if "|" not in text else f"<code>{html.escape(text).replace('|', '&#124;')}</code>"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _text(help_text: str) -> str:
    """Help as Markdown: paragraphs stay, a list behind ``\\b`` is shown as it is written."""
    paragraphs = re.split(r"\n\s*\n", re.sub(r"\n[ ]{4}", "\n", help_text).strip())
    return "\n\n".join(_verbatim(p) if p.lstrip().startswith("\b") else p.strip().replace("*", "\\*") for p in paragraphs)


def _verbatim(paragraph: str) -> str:
    return "```text\n" + paragraph.replace("\b", "").strip("\n") + "\n```"


def split_examples(epilog: str) -> list[str]:
    """The commands of an epilog.

    >>> split_examples("Examples: kg a --b | kg c"), split_examples("Examples: kg a x > y · cat z | kg a -"), split_examples("Example: kg a, then kg b")
    (['kg a --b', 'kg c'], ['kg a x > y', 'cat z | kg a -'], ['kg a', 'kg b'])
    """
    _, colon, rest = " ".join(epilog.split()).partition(": ")
    if not colon or not epilog.lstrip().startswith("Example"):
        return []
    separator = " · " if " · " in rest else ", then " if ", then " in rest else " | "
    return [example.strip() for example in rest.split(separator)]


def _completion() -> str:
    return """## Completion

The shell completes commands, options and names of reports once it has been told to:

```console
$ eval "$(_KG_COMPLETE=bash_source kg)"
```

`zsh_source` and `fish_source` are for these shells; put the line into the file that the shell reads when it starts.
"""
