"""Start the emulator: ``python extensions/emulator --port 8765``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from openai_emulator.cli import main

if __name__ == "__main__":
    sys.exit(main())
