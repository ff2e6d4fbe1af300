# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line: listen, say where and with which keys, end cleanly."""

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

from . import control_routes, server_profiles
from .app import ApiApp
from .routes import images, load_due_handlers, load_observers, load_router
from .server import Server


def build_application(state: str | None = None, speed: float = 1.0) -> tuple[Starlette, Server]:
    """The application and the state behind it."""
    server = Server(state, load_router(), load_due_handlers(), speed, load_observers())
    routes = [
        Mount("/_control", routes=control_routes.routes(server)),
        Route("/_images/{organization}/{name}", images.image_storage(server)),
        *server_profiles.profile_mounts(server),
        Mount("/", app=ApiApp(server)),
    ]
    return Starlette(routes=routes), server


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="emulator", description="A stateful emulator of the OpenAI API on loopback, for rehearsals and tests."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8765, help="port, 0 for a free one (default: %(default)s)")
    parser.add_argument("--state", metavar="FILE", help="SQLite file that survives restarts (default: in memory)")
    parser.add_argument("--ready-file", metavar="PATH", help="write addresses, keys and pid here once it listens")
    parser.add_argument("--exit-with-parent", action="store_true", help="end when the starting process is gone")
    parser.add_argument(
        "--clock-speed", type=float, default=1.0, metavar="X", help="emulated seconds per real second (default: 1)"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    return parser.parse_args(arguments)


class _UvicornServer(uvicorn.Server):
    """Says when it listens, and watches the parent."""

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
    """Print and write where the server is and which keys open it."""
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
    """Run until a signal, or until the parent is gone."""
    options = parse_arguments(arguments)
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    # The protocol is named because asyncio sets TCP_NODELAY only then; without it every answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((options.host, options.port))
    except OSError as error:
        print(f"emulator: cannot listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        return 1
    listener.listen(512)
    host = f"[{options.host}]" if family == socket.AF_INET6 else options.host
    application, server = build_application(options.state, options.clock_speed)
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
    # uvicorn raises the signal again once it has shut down; a clean end is what was asked for.
    signal.signal(signal.SIGTERM, _exit)
    signal.signal(signal.SIGINT, _exit)
    try:
        runner.run(sockets=[listener])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    finally:
        server.close()
    return 0
