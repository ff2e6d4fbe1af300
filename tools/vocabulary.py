# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find words and phrases that the project's texts do not use.

    vocabulary.py [PATH...]          print the findings of these files and directories; exit 1 if there are any
    vocabulary.py --count [PATH...]  print the number of findings per directory instead

Without a path, all files that git tracks are read. The phrases, the reasons and the better words are in
``tools/vocabulary.yml``. Of a Python file only comments, docstrings and other string literals are read, because
identifiers may follow the API. All other files are read as a whole.
"""

from __future__ import annotations

import argparse
import ast
import fnmatch
import io
import re
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tools" / "vocabulary.yml"
CODE = "\0"
"""Replaces every character of code, so that no phrase matches across it."""

SENSITIVE = "(?-i)"
FRONT = re.compile(r"[A-Za-z]*(?:\"\"\"|'''|\"|')")
EXPRESSION = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
TASK = re.compile(r"^[ \t]*- name:[ \t]+[\"']?(?=\w)", re.MULTILINE)
MARKDOWN_HEADING = re.compile(r"^#+[ \t]+(?=\w)", re.MULTILINE)
RST_HEADING = re.compile(r"^(?=\w.*\n([=\-~^\"'*+#])\1{2,}[ \t]*$)", re.MULTILINE)


@dataclass(frozen=True)
class Phrase:
    """One entry of the list.

    :ivar at: the only place where it is looked for: ``docstring``, ``task`` or ``heading``; empty for everywhere.
    :ivar exceptions: a finding inside a match of one of these does not count.
    """

    pattern: re.Pattern[str]
    why: str
    better: str
    at: str = ""
    exceptions: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True)
class Finding:
    """One phrase at one place."""

    path: str
    line: int
    text: str
    phrase: Phrase

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text!r}: {self.phrase.why}; better: {self.phrase.better}"


@dataclass(frozen=True)
class Text:
    """The readable part of a file, at the offsets it has in the file.

    :ivar starts: offsets at which a ``docstring``, ``task`` or ``heading`` begins.
    """

    content: str
    starts: Mapping[str, tuple[int, ...]]


class Vocabulary:
    """The list of phrases, and the files to which it does not apply."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        """:param entries: the content of ``vocabulary.yml``."""
        self.unread: list[str] = list(entries.get("unread", ()))
        self.phrases = [
            Phrase(
                compiled(entry["pattern"], anywhere="at" not in entry),
                entry["why"],
                entry["better"],
                entry.get("at", ""),
                tuple(compiled(each) for each in entry.get("except", ())),
            )
            for entry in entries["phrases"]
        ]

    @classmethod
    def load(cls, path: Path = LIST) -> Vocabulary:
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def reads(self, path: str) -> bool:
        """Return whether the file is checked at all."""
        return not any(fnmatch.fnmatch(path, pattern) for pattern in self.unread)

    def check(self, path: str, source: str) -> list[Finding]:
        """Return the findings in one file, in the order of their lines.

        :param path: the name of the file; its suffix decides how the source is read.
        """
        text = readable(path, source)
        places: dict[tuple[int, int], Finding] = {}
        for phrase in self.phrases:
            for match in matches(phrase, text):
                # One place is one finding: the first phrase of the list that matches it.
                if not any(start < match.end() and match.start() < end for start, end in places):
                    line = source.count("\n", 0, match.start()) + 1
                    words = re.sub(r"__+", "_", " ".join(match[0].split()))
                    places[match.span()] = Finding(path, line, words, phrase)
        return [finding for _place, finding in sorted(places.items(), key=lambda place: place[0])]


def compiled(pattern: str, anywhere: bool = True) -> re.Pattern[str]:
    """Return the expression of an entry, with its spaces and word boundaries replaced."""
    sensitive = pattern.startswith(SENSITIVE) or not anywhere
    words = pattern.removeprefix(SENSITIVE).replace(" ", r"\s+")
    return re.compile(rf"\b(?:{words})\b", 0 if sensitive else re.IGNORECASE)


def matches(phrase: Phrase, text: Text) -> Iterator[re.Match[str]]:
    if phrase.at:
        found = [phrase.pattern.match(text.content, start) for start in text.starts.get(phrase.at, ())]
    else:
        found = list(phrase.pattern.finditer(text.content))
    excepted = [match.span() for each in phrase.exceptions for match in each.finditer(text.content)]
    for match in found:
        if match and not any(start <= match.start() and match.end() <= end for start, end in excepted):
            yield match


def readable(path: str, source: str) -> Text:
    """Return the text of a file that is checked."""
    suffix = Path(path).suffix
    starts: dict[str, tuple[int, ...]] = {"task": tuple(match.end() for match in TASK.finditer(source))}
    content = source
    if suffix == ".py":
        content = without_code(source)
        starts["docstring"] = tuple(docstrings(source))
    elif suffix == ".md":
        starts["heading"] = tuple(match.end() for match in MARKDOWN_HEADING.finditer(source))
    elif suffix == ".rst":
        starts["heading"] = tuple(match.start() for match in RST_HEADING.finditer(source))
    if suffix in (".yml", ".yaml", ".toml", "") or path.endswith("Makefile"):
        # A comment of several lines is one text.
        content = re.sub(r"^([ \t]*)#", r"\1 ", content, flags=re.MULTILINE)
    return Text(content, starts)


def offsets(source: str) -> list[int]:
    """Return the offset of each line; the first line has the number 1."""
    result = [0, 0]
    for line in source.splitlines(keepends=True):
        result.append(result[-1] + len(line))
    return result


def without_code(source: str) -> str:
    """Return a Python source of the same length in which only comments and string literals are left.

    Adjacent literals, and the lines of a comment, are separated by white space alone, so they read as one text.
    """
    at = offsets(source)
    result = [char if char.isspace() else CODE for char in source]
    # Until Python 3.11 an f-string is one token. Since 3.12 it is several, and those of its expressions are between.
    fstring = {name: getattr(tokenize, f"FSTRING_{name}", None) for name in ("START", "MIDDLE", "END")}
    inside: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        start, end = (at[line] + column for line, column in (token.start, token.end))
        if token.type == tokenize.COMMENT:
            result[start:end] = " " + source[start + 1 : end]
        elif token.type == tokenize.STRING and not inside:
            result[start:end] = literal(source[start:end])
        elif token.type == fstring["START"]:
            inside.append(start)
        elif token.type == fstring["END"]:
            start = inside.pop()
            if not inside:
                result[start:end] = literal(source[start:end])
    return "".join(result)


def literal(token: str) -> str:
    """Return the text of a string literal at its own length: without prefix and quotes, ``_`` for an expression."""
    opening = FRONT.match(token)
    front = opening.end() if opening else 0
    back = 3 if token.endswith(('"""', "'''")) and front >= 3 else 1
    inner = token[front : len(token) - back].replace("\\n", "  ")
    if "f" in token[:front].lower():
        inner = EXPRESSION.sub(lambda match: "_" * len(match[0]), inner)
    return " " * front + inner + " " * back


def docstrings(source: str) -> Iterator[int]:
    """Yield the offset at which the text of each docstring begins, those of attributes and constants included."""
    at = offsets(source)
    lines = source.splitlines(keepends=True)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            # ast counts bytes of UTF-8.
            column = len(lines[node.lineno - 1].encode()[: node.col_offset].decode())
            start = at[node.lineno] + column
            front = FRONT.match(source, start)
            if front:
                yield front.end()


def tracked(paths: Iterable[str]) -> list[str]:
    """Return the files that git tracks, relative to the root; only those below the given paths, if there are any."""
    chosen = [str(Path(path).resolve().relative_to(ROOT)) for path in paths]
    listed = subprocess.run(["git", "ls-files", "-z", "--", *chosen], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    # A file given by name is read before it is added to git, too.
    files = {path for path in chosen if (ROOT / path).is_file()}
    files.update(path for path in listed.stdout.decode().split("\0") if (ROOT / path).is_file())
    return sorted(files)


def findings(vocabulary: Vocabulary, paths: Iterable[str]) -> Iterator[Finding]:
    """Yield the findings in all files below the paths; files that are not text are left out."""
    for path in tracked(paths):
        if vocabulary.reads(path) and not (ROOT / path).is_symlink():
            try:
                source = (ROOT / path).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
            yield from vocabulary.check(path, source)


def folder(path: str) -> str:
    """Return the directory under which a file is counted: two levels, without the file."""
    return "/".join(path.split("/")[:-1][:2]) or "."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", action="store_true", help="print the number of findings per directory")
    parser.add_argument("paths", nargs="*", metavar="PATH")
    options = parser.parse_args()
    found = list(findings(Vocabulary.load(), options.paths))
    if options.count:
        for name, number in sorted(Counter(folder(finding.path) for finding in found).items()):
            print(f"{number:6}  {name}")
    else:
        for finding in found:
            print(finding)
    print(f"{len(found):6}  findings" if found or options.count else "no findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
