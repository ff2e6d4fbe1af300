# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Command line of the emulator."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from . import control_routes, model_catalog, server_profiles
from .app import ApiApp
from .journal import DEFAULT_SIZE
from .routes import images, load_due_handlers, load_observers, load_router
from .server import Server
from .store import Doc, StateError


def build_application(
    state: str | None = None, speed: float = 1.0, journal_size: int = DEFAULT_SIZE, models: Sequence[Doc] = ()
) -> tuple[Starlette, Server]:
    """Return the application and its state."""
    server = Server(state, load_router(), load_due_handlers(), speed, load_observers(), journal_size, models)
    routes = [
        *control_routes.control_routes(server),
        Route("/_images/{organization}/{name}", images.image_storage(server)),
        *server_profiles.profile_mounts(server),
        Mount("/", app=ApiApp(server)),
    ]
    return Starlette(routes=routes), server


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _model(text: str) -> Doc:
    try:
        return model_catalog.parse_option(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _models(path: str) -> list[Doc]:
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
        if not isinstance(found, list):
            raise ValueError("the file must contain a list")
        return [model_catalog.parse_model(each) for each in found]
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"cannot read {path}: {error}") from None


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        prog="emulator",
        description="Stateful emulator of the OpenAI API on the loopback interface, for rehearsals and tests.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=int, default=8765, help="port to listen on; 0 selects a free port (default: %(default)s)"
    )
    parser.add_argument("--state", metavar="FILE", help="SQLite file of the state (default: in memory)")
    parser.add_argument(
        "--ready-file",
        metavar="PATH",
        help="file to write with addresses, keys and process id when the emulator listens",
    )
    parser.add_argument("--exit-with-parent", action="store_true", help="exit when the parent process ends")
    parser.add_argument(
        "--clock-speed",
        type=float,
        default=1.0,
        metavar="X",
        help="emulated seconds per real second (default: %(default)s)",
    )
    parser.add_argument(
        "--journal-size",
        type=_positive,
        default=DEFAULT_SIZE,
        metavar="BYTES",
        help="maximum size of the journal; the oldest entries are dropped (default: %(default)s)",
    )
    parser.add_argument(
        "--model",
        type=_model,
        action="append",
        default=[],
        metavar="ID[,KEY=VALUE...]",
        help="add a model; keys are those of the control route /models, such as kind and shutdown_date; repeatable",
    )
    parser.add_argument("--models", type=_models, metavar="FILE", help="JSON file with a list of models to add")
    parser.add_argument("--quiet", action="store_true", help="print errors only")
    return parser.parse_args(arguments)


class _UvicornServer(uvicorn.Server):
    """uvicorn server that announces its address once it listens, and ends with its parent process on request."""

    def __init__(self, config: uvicorn.Config, server: Server, options: argparse.Namespace, base: str) -> None:
        super().__init__(config)
        self._server = server
        self._options = options
        self._base = base
        self._parent = os.getppid()
        self._watcher: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._options.exit_with_parent:
            self._watcher = asyncio.create_task(self._watch())
        announce(self._server, self._options, self._base)

    async def _watch(self) -> None:
        while not self.should_exit:
            if os.getppid() != self._parent:
                self.should_exit = True
            await asyncio.sleep(0.25)


def announce(server: Server, options: argparse.Namespace, base: str) -> None:
    """Print address and keys, and write the ready file."""
    org = server.default
    ready: dict[str, Any] = {
        "base_url": f"{base}/v1",
        "control_url": f"{base}/_control",
        "api_key": org.api_key,
        "admin_key": org.admin_key,
        "organization_id": org.id,
        "project_id": org.project_id,
        "pid": os.getpid(),
    }
    if not options.quiet:
        print(f"OpenAI emulator listening on {ready['base_url']}")
        print(f"  project key  {org.api_key}")
        print(f"  admin key    {org.admin_key}")
        print(f"export OPENAI_BASE_URL={ready['base_url']}")
        print(f"export OPENAI_API_KEY={org.api_key}")
        print(f"export OPENAI_ADMIN_KEY={org.admin_key}", flush=True)
    if options.ready_file:
        path = Path(options.ready_file)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8") as stream:
            json.dump(ready, stream)
        draft.replace(path)


def _exit(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until a signal arrives, or until the parent process has ended."""
    options = parse_arguments(arguments)
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    # asyncio sets TCP_NODELAY only if the protocol is given; without it every response is delayed by 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((options.host, options.port))
    except OSError as error:
        print(f"emulator: cannot listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        return 1
    listener.listen(512)
    host = f"[{options.host}]" if family == socket.AF_INET6 else options.host
    try:
        application, server = build_application(
            options.state, options.clock_speed, options.journal_size, [*(options.models or ()), *options.model]
        )
    except StateError as error:
        print(f"emulator: {error}", file=sys.stderr)
        return 1
    config = uvicorn.Config(
        application,
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
        ws="none",
    )
    runner = _UvicornServer(config, server, options, f"http://{host}:{listener.getsockname()[1]}")
    # uvicorn raises the signal again after its shutdown, but the exit status must be 0.
    signal.signal(signal.SIGTERM, _exit)
    signal.signal(signal.SIGINT, _exit)
    try:
        runner.run(sockets=[listener])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    finally:
        server.close()
    return 0
