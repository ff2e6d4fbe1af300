# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Output blocks of the documentation, and their comparison with real output.

An output block is a block of the language ``ansible-output`` (reStructuredText) or ``text`` (Markdown). It belongs
to the last play before it, or to the commands if there is none. ``...`` in a line matches any text, and in a line of
its own any lines.
"""

from __future__ import annotations

import re
from pathlib import Path

from .emulator import ROOT

BLOCK = re.compile(
    r"^```(?P<language>[\w-]+)\n(?P<fenced>.*?)^```|^\.\. code-block:: (?P<directive>[\w-]+)\n\n(?P<indented>(?:   [^\n]*\n|\n)+)",
    re.MULTILINE | re.DOTALL,
)
OUTPUT = ("ansible-output", "text")
COMMANDS = ("shell", "console")
"""Languages of commands, which may stand between a play and its output."""


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return the language and the text of each code block of a page."""
    found = []
    for match in BLOCK.finditer(page.read_text()):
        if match["language"]:
            found.append((match["language"], match["fenced"]))
        else:
            found.append((match["directive"], "\n".join(line[3:] for line in match["indented"].splitlines())))
    return found


def output_after(page: str, text: str) -> str:
    """Return the output block that belongs to the block with a text; empty if there is none.

    :param page: path relative to the repository.
    """
    belongs = False
    for language, block in blocks(ROOT / page):
        if language in OUTPUT:
            if belongs:
                return block
        elif text in block:
            belongs = True
        elif language not in COMMANDS:
            belongs = False
    return ""


def assert_documented(block: str, output: str) -> None:
    """Assert that the lines of an output block appear in the output, in this order."""
    actual = [line.strip() for line in output.splitlines()]
    position = 0
    for line in filter(None, (line.strip() for line in block.splitlines())):
        if line == "...":
            continue
        pattern = re.compile(".*".join(re.escape(part) for part in line.split("...")))
        found = next((index for index in range(position, len(actual)) if pattern.fullmatch(actual[index])), None)
        assert found is not None, f"not in the output after line {position}: {line}\n\n{output}"
        position = found + 1
