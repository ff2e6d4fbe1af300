# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deterministic replacements for a language model: tokens, similarity and answers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

_TOKEN = re.compile(r"\s?\w{1,6}|[^\w\s]|\s")
_WORD = re.compile(r"\w+")
_SAY = re.compile(
    r"(?:please\s+)?(?:say|repeat|echo|print|output|(?:reply|respond|answer)(?:\s+with|\s+(?=exactly|only)|(?=\s*:)))"
    r"(?:\s+(?:exactly|only|just|the\s+words?|with|this|the\s+following))*\s*:?\s+[\"'`]?(.+?)[\"'`]?[.!]?\s*",
    re.IGNORECASE | re.DOTALL,
)
_SUM = re.compile(r"(-?\d{1,9})\s*([-+*x/])\s*(-?\d{1,9})")
_WORDS = re.compile(r"\[\[words:(\d{1,6})\]\]")
_MARK = re.compile(r"\[\[\w+\]\]")
_LOREM = ("lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed", "do", "eiusmod")

SIMILARITY_THRESHOLD = 0.6
"""Similarity from which a fine-tuned model returns the answer of an example."""


def tokenize(text: str) -> list[str]:
    """Split text into tokens of up to six letters; joined they are the text."""
    return _TOKEN.findall(text)


def count_tokens(text: str) -> int:
    """Return the number of tokens."""
    return len(tokenize(text))


def deterministic_fraction(seed: str) -> float:
    """Return a number from 0 to 1 that depends on the seed alone."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6], "big") / 2**48


def words(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    return {word.lower() for word in _WORD.findall(text)}


def similarity(left: str, right: str) -> float:
    """Return the similarity of two texts from 0 to 1, by their common words."""
    if left.strip().lower() == right.strip().lower():
        return 1.0
    a, b = words(left), words(right)
    return len(a & b) / len(a | b) if a and b else 0.0


def find_trained_answer(prompt: str, examples: Sequence[Sequence[str]]) -> str | None:
    """Return the answer of the most similar example (prompt, answer) if it is similar enough."""
    best, answer = 0.0, None
    for question, reply in examples:
        score = similarity(prompt, question)
        if score > best:
            best, answer = score, reply
    return answer if best >= SIMILARITY_THRESHOLD else None


def summarize(text: str, length: int = 240) -> str:
    """Return the text on one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def generate_answer(prompt: str, *, verbosity: str = "medium", variant: int = 0) -> str:
    """Return an answer to a prompt: ``say X`` returns X, arithmetic is calculated, other prompts are repeated."""
    if asked := _WORDS.search(prompt):
        number = int(asked.group(1))
        return " ".join(_LOREM[index % len(_LOREM)] for index in range(number))
    text = _MARK.sub("", prompt).strip()
    if said := _SAY.fullmatch(text):
        return said.group(1)
    if sum_ := _SUM.search(text):
        left, sign, right = int(sum_.group(1)), sum_.group(2), int(sum_.group(3))
        if sign == "+":
            return str(left + right)
        if sign == "-":
            return str(left - right)
        if sign in "*x":
            return str(left * right)
        if right:
            return f"{left / right:g}"
    if not text:
        return "How can I help?"
    if verbosity == "low":
        return summarize(text, 60)
    answer = f"You asked: {summarize(text)}"
    if verbosity == "high":
        answer += f" The request has {len(_WORD.findall(text))} words."
    return f"{answer} (answer {variant + 1})" if variant else answer
