# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs playbooks in forks of a process that has already imported ansible-core.

Two thirds of what a short ``ansible-playbook`` costs are its imports and its configuration. This process pays them once
per test worker. Each run is a process of its own, with the environment, working directory, arguments and standard
output of the caller, in its own process group.

It is started with the Python of the ansible-core under test: ``python playbook_server.py SOCKET``. It ends when its
standard input is closed. A run ends when its caller closes the connection.
"""

from __future__ import annotations

import atexit
import json
import os
import random
import select
import signal
import socket
import struct
import sys
import threading
import typing as t
from contextlib import suppress
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLLECTION = "ansible_collections.fjcorp.openai.plugins"
FRAME = struct.Struct("!I")
MARK = "FJCORP_TEST_RUN"
"""The variable whose value marks the processes of a test run."""
ADJUSTABLE = ("ANSIBLE_HOME", "ANSIBLE_ASYNC_DIR", "ANSIBLE_CALLBACKS_ENABLED")
"""Variables of ansible-core that a run in a fork may have in addition to those of this process."""


def preload() -> None:
    """Import everything that does not depend on the environment of a run.

    The collection loader of ansible-core compiles the source of a collection in every process, and here only once. It
    is removed afterwards: each run configures its own.
    """
    import_module("ansible.cli.playbook")
    import_module("ansible.executor.playbook_executor")
    from ansible import constants
    from ansible.plugins import loader
    from ansible.utils.collection_loader._collection_finder import _AnsibleCollectionFinder

    settings = vars(constants)
    finder = _AnsibleCollectionFinder(settings["COLLECTIONS_PATHS"], settings["COLLECTIONS_SCAN_SYS_PATH"])
    finder._install()
    for kind in ("become", "cache", "callback", "connection", "inventory", "shell", "strategy", "vars"):
        list(getattr(loader, f"{kind}_loader").all(class_only=True))
    plugins = ROOT / "plugins"
    for folder in ("module_utils", "plugin_utils", "action"):
        for path in sorted((plugins / folder).rglob("*.py")):
            parts = path.relative_to(plugins).with_suffix("").parts
            if parts[-1] != "__init__":
                import_module(".".join((COLLECTION, *parts)))
    finder._remove()


def depends_on_environment(definition: dict[str, t.Any]) -> bool:
    """Return whether a setting has another value in this process than in the one that it was forked from.

    Both have the same variables of ansible-core except for those of :data:`ADJUSTABLE`, and other homes.
    """
    variables = {entry["name"] for entry in definition.get("env", [])}
    is_path = str(definition.get("type", "")).startswith(("path", "tmp"))
    return is_path or "{{" in str(definition.get("default")) or not variables.isdisjoint(ADJUSTABLE)


def configure() -> None:
    """Evaluate the settings of ansible-core for the environment of this process."""
    from ansible import constants
    from ansible.utils import vars as names

    for setting, definition in constants.config.get_configuration_definitions().items():
        if not depends_on_environment(definition):
            continue
        constants.set_constant(setting, constants.config.get_config_value(setting, variables=vars(constants)))
    # Unique ids of a run begin with it.
    names.random_int = f"{random.randrange(2**32):08x}"


def play(request: dict[str, t.Any], output: int) -> t.NoReturn:
    """Be ``ansible-playbook``."""
    from ansible.cli.playbook import PlaybookCLI

    code = 1
    try:
        os.setsid()
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        os.environ.clear()
        os.environ.update(request["environment"])
        os.chdir(request["folder"])
        sys.argv = request["command"]
        configure()
        PlaybookCLI.cli_executor(sys.argv)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def receive(connection: socket.socket) -> tuple[dict[str, t.Any], int]:
    """Read a request, and the file descriptor for standard output that comes with it."""
    data, descriptors, _flags, _address = socket.recv_fds(connection, FRAME.size, 1)
    (size,) = FRAME.unpack(data)
    body = b""
    while len(body) < size:
        body += connection.recv(size - len(body))
    return json.loads(body), descriptors[0]


def serve(connection: socket.socket) -> None:
    """Run one playbook and send its status and its CPU time, its children included."""
    request, output = receive(connection)
    child = os.fork()
    if child == 0:
        connection.close()
        play(request, output)
    os.close(output)

    def end_with_caller() -> None:
        if not connection.recv(1):
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)

    threading.Thread(target=end_with_caller, daemon=True).start()
    _pid, status, usage = os.wait4(child, 0)
    reply = {"code": os.waitstatus_to_exitcode(status), "cpu": usage.ru_utime + usage.ru_stime}
    with suppress(BrokenPipeError):
        connection.sendall(json.dumps(reply).encode())


def kill_marked(token: str) -> None:
    """Kill every other process with a mark that begins with a token, in any session."""
    found = True
    while found:
        found = False
        for entry in Path("/proc").glob("[0-9]*/environ"):
            number = int(entry.parts[2])
            with suppress(OSError):
                # A process that is dead and not yet waited for has no environment any more.
                if number != os.getpid() and f"{MARK}={token}".encode() in entry.read_bytes():
                    os.kill(number, signal.SIGKILL)
                    found = True


def reap(options: int) -> None:
    """Wait for children, so that their CPU time counts as that of the server's children."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            pass


def main() -> None:
    """Listen until the standard input ends."""
    preload()
    with socket.socket(socket.AF_UNIX) as listener:
        # Its name is there when it can be connected to.
        listener.bind(f"{sys.argv[1]}.new")
        listener.listen(16)
        os.rename(f"{sys.argv[1]}.new", sys.argv[1])
        while True:
            ready = select.select([listener, sys.stdin], [], [])[0]
            reap(os.WNOHANG)
            if sys.stdin in ready:
                break
            connection = listener.accept()[0]
            if os.fork() == 0:
                listener.close()
                try:
                    serve(connection)
                finally:
                    os._exit(0)
            connection.close()
    reap(0)
    # Workers of newer cores are in sessions of their own, and outlive a run that is killed.
    if token := os.environ.get(MARK):
        kill_marked(token)


if __name__ == "__main__":
    main()
