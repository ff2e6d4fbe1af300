# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets in every place where a task can have one, and the search for them afterwards."""

from __future__ import annotations

import json
import re
import threading
import typing as t
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote_plus

from tests.harness.play import Task, task

INPUT = "input.json"
"""File with the secrets, by which a run gets them as variables."""

CANARIES = {
    "url_password": "canary-url-0f1e",
    "url_token": "canary-url-token-0f1e",
    "url_query": "canary-url-query-0f1e",
    "misspelled": "canary-misspelled-0f1e",
    "header": "canary-header-0f1e",
    "bearer": "canary-bearer-0f1e",
    "query": 'canary query/"0f1e"',
    "tool": "canary-tool-0f1e",
    "mcp_header": "canary-mcp-header-0f1e",
    "body": "canary-body-0f1e",
    "proxy": "canary-proxy-0f1e",
}
"""Secrets by the place where a task has them."""

KEY = re.compile(rb"sk-(?:svcacct|admin|proj)-[A-Za-z0-9_-]{16,}")
"""A whole key of the API."""


class _Repeating(BaseHTTPRequestHandler):
    """Rejects every request and repeats all that it received, as some gateways do."""

    def _reject(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        received = f"{self.path} {unquote_plus(self.path)} {dict(self.headers)} {self.rfile.read(length).decode()}"
        error = {"message": f"rejected: {received}", "code": received, "type": received, "param": received}
        body = json.dumps({"error": error}).encode()
        self.send_response(400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Request-Id", str(self.headers.get("X-Canary")))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _reject

    def log_message(self, *dummy: t.Any) -> None:
        """Print nothing."""


@contextmanager
def repeating_server() -> t.Iterator[str]:
    """Run a server that rejects every request and repeats it; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Repeating)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def cases(repeating: str, names: t.Container[str] | None = None) -> list[Task]:
    """Return a task for each place of a secret.

    :param repeating: address of a server that repeats what it receives. :param names: omit all other tasks.
    """
    headers = {"X-Canary": "{{ header }}", "X-Gateway": "Bearer {{ bearer }}", "X-Short": "abc"}
    extra = {"extra_headers": headers, "extra_query": {"tenant": "{{ query }}"}}
    tool = {
        "type": "mcp",
        "server_label": "files",
        "server_url": "https://mcp.example/sse",
        "authorization": "{{ tool }}",
        "headers": {"X-Mcp": "{{ mcp_header }}"},
    }
    ask = {"model": "gpt-4o-mini", "input": "Hello", "tools": [tool]}
    admin_key = {"method": "POST", "path": "/organization/admin_api_keys", "body": {"name": "by api"}}
    account = {
        "method": "POST",
        "path": "/organization/projects/{project_id}/service_accounts",
        "path_params": {"project_id": "{{ project_id }}"},
        "body": {"name": "by api"},
    }
    question = f"'Hello', model='gpt-4o-mini', base_url='{repeating}', extra_headers={{'X-Canary': header}}"
    tasks = [
        task("openai_model_info", "user in the URL", {"base_url": "https://me:{{ url_password }}@gateway.example/v1"}),
        task("openai_model_info", "token in the URL", {"base_url": "{{ url_token }}@gateway.example", "timeout": "x"}),
        task("openai_model_info", "query in the URL", {"base_url": "https://gateway.example/?k={{ url_query }}"}),
        task("openai_model_info", "misspelled option", {"api_kye": "{{ misspelled }}", "api_key": ["{{ bearer }}"]}),
        task("openai_model_info", "invalid argument", {**extra, "retry_timeout": "soon"}),
        {"name": "headers are a string", "fjcorp.openai.openai_model_info": {"extra_headers": "{{ header }}"}},
        task("openai_model_info", "accepted", {"extra_headers": headers}),
        task("openai_model_info", "repeated", {**extra, "base_url": repeating}),
        task("openai_project", "repeated write", {**extra, "base_url": repeating, "name": "team"}),
        task("openai_response", "tool", {**ask, "store": False}),
        task("openai_response", "tool repeated", {**ask, "base_url": repeating}),
        task("openai_response", "tool and invalid argument", {**ask, **extra, "max_output_tokens": "many"}),
        task("openai_api", "body", {**account, "body": {"name": "x", "auth": {"token": "{{ body }}"}}}),
        task("openai_api", "header", {"path": "/x", "headers": {"X-Canary": "{{ header }}"}, "base_url": repeating}),
        # Ansible writes the environment of a task into the command line of a module.
        task("openai_api", "create a key", admin_key, environment={"OPENAI_ADMIN_KEY": "{{ admin_key }}"}),
        task("openai_api", "create an account", account),
        task("openai_api", "proxy", {"path": "/models", "base_url": "http://gateway.example", "allow_http": True}),
        {
            "name": "lookup",
            "ansible.builtin.debug": {"msg": f"{{{{ lookup('fjcorp.openai.chat', {question}) }}}}"},
        },
        {
            "name": "lookup with an invalid argument",
            "ansible.builtin.debug": {
                "msg": f"{{{{ lookup('fjcorp.openai.chat', {question}, options={{'temperature': 'hot'}}) }}}}"
            },
        },
    ]
    return [each for each in tasks if names is None or each["name"] in names]


def kept(tasks: list[Task]) -> list[Task]:
    """Return tasks whose results are cached as facts, and that may fail."""
    for index, each in enumerate(tasks):
        each["register"] = f"result_{index}"
        each["ignore_errors"] = True
    facts = {each["register"]: f"{{{{ {each['register']} }}}}" for each in tasks}
    return [*tasks, {"name": "keep", "ansible.builtin.set_fact": {"cacheable": True, **facts}}]


def as_modules(tasks: list[Task]) -> list[Task]:
    """Return tasks that run as module processes, unless they set the variable themselves."""
    return [{**each, "vars": {"fjcorp_openai_in_process": False, **each.get("vars", {})}} for each in tasks]


AS_MODULE = (
    "user in the URL",
    "misspelled option",
    "repeated",
    "tool and invalid argument",
    "create a key",
)
"""Tasks of :func:`cases` that run as module processes as well: lookups cannot, and the others differ on the server only."""

FAILING = (
    "user in the URL",
    "token in the URL",
    "query in the URL",
    "misspelled option",
    "invalid argument",
    "headers are a string",
    "repeated",
    "repeated write",
    "tool repeated",
    "tool and invalid argument",
    "body",
    "header",
    "proxy",
    "lookup",
    "lookup with an invalid argument",
)
"""Tasks of :func:`cases` that fail; all others succeed."""


def search(folder: Path, output: str, secrets: t.Mapping[str, str], allowed: t.Container[str] = (INPUT,)) -> list[str]:
    """Return where secrets are found that must not be shown, and where any key of the API is.

    :param allowed: names of the files that may contain them.
    """
    contents = {"the output": output.encode()}
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in allowed:
            contents[str(path.relative_to(folder))] = path.read_bytes()
    found = [
        f"{match.group().decode()} in {name}" for name, content in contents.items() for match in KEY.finditer(content)
    ]
    for name, secret in secrets.items():
        for form in dict.fromkeys((secret, quote(secret), quote_plus(secret), json.dumps(secret)[1:-1])):
            found += [f"{name} in {place}" for place, content in contents.items() if form.encode() in content]
    return found
