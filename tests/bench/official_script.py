# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The script that ``official.py`` compares with a play; it uses the official package.

official_script.py admin NAME...
                   files PATH
                   embeddings MODEL PATH DEST
                   chat MODEL PROMPT DEST
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import openai

client = openai.OpenAI(admin_api_key=os.environ["OPENAI_ADMIN_KEY"])


def admin(*names: str) -> None:
    """Create the projects that do not exist."""
    there = {project.name for project in client.admin.organization.projects.list(limit=100)}
    for name in names:
        if name not in there:
            client.admin.organization.projects.create(name=name)


def files(path: str) -> None:
    """Upload a file unless one of its name and size exists."""
    place = Path(path)
    for file in client.files.list(purpose="fine-tune"):
        if (file.filename, file.bytes) == (place.name, place.stat().st_size):
            return
    client.files.create(file=place, purpose="fine-tune")


def embeddings(model: str, path: str, dest: str) -> None:
    """Write the vectors of all texts of a file."""
    import numpy

    texts = [json.loads(line)["text"] for line in Path(path).read_text(encoding="utf-8").splitlines()]
    answer = client.embeddings.create(model=model, input=texts)
    numpy.save(dest, numpy.array([item.embedding for item in answer.data], dtype="float32"))


def chat(model: str, prompt: str, dest: str) -> None:
    """Write the answer of a model."""
    answer = client.chat.completions.create(model=model, messages=[{"role": "user", "content": prompt}])
    Path(dest).write_text(answer.choices[0].message.content or "", encoding="utf-8")


if __name__ == "__main__":
    jobs: dict[str, Callable[..., None]] = {"admin": admin, "files": files, "embeddings": embeddings, "chat": chat}
    jobs[sys.argv[1]](*sys.argv[2:])
