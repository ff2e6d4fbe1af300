# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the emulator: ``python extensions/emulator --port 8765``."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
REQUIREMENTS = FOLDER / "requirements.txt"
LIBRARIES = {
    "starlette": "starlette",
    "uvicorn": "uvicorn",
    "python-multipart": "python_multipart",
    "cryptography": "cryptography",
    "pillow": "PIL",
    "jsonschema-rs": "jsonschema_rs",
}
"""The packages of the requirements file, each with the name by which it is imported."""


def missing_requirements() -> str:
    """Return why the emulator cannot start and what to do, in one line, or nothing if all requirements are met."""
    if sys.version_info < (3, 11):  # noqa: UP036 - users start the emulator with any Python
        return f"Python 3.11 or later is required, got {sys.version.split()[0]}. Start it with a newer Python."
    missing = [package for package, module in LIBRARIES.items() if find_spec(module) is None]
    if not missing:
        return ""
    install = f"{sys.executable} -m pip install -r {REQUIREMENTS}"
    return f"missing Python libraries: {', '.join(missing)}. Install them with: {install}"


def main() -> int:
    """Check the requirements and run the emulator."""
    if problem := missing_requirements():
        print(f"emulator: {problem}", file=sys.stderr)
        return 1
    # Imported late: without its libraries the import fails.
    from openai_emulator import cli

    return cli.main()


if __name__ == "__main__":
    sys.path.insert(0, str(FOLDER))
    sys.exit(main())
