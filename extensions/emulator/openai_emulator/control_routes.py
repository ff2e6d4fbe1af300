# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Control routes: manage organizations, faults, time and other conditions outside the API."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from . import bulk_data, model_catalog, server_profiles
from .faults import Fault, TokenBuckets
from .request_reading import load_json
from .routes import invites
from .server import DEFAULT_OPTIONS, Call, Organization, Server
from .store import Doc

ROOT = "/_control"

Endpoint = Callable[[Request], Awaitable[Response]]
Action = Callable[[Server, Request, Any], Any]


def control_routes(server: Server) -> list[BaseRoute]:
    """Return all control routes of a server. The overview is also found without a trailing slash."""
    routes = [
        Route(path or "/", _endpoint(server, actions), methods=list(actions)) for path, actions in ACTIONS.items()
    ]
    return [
        Route(ROOT, _endpoint(server, ACTIONS[""]), methods=list(ACTIONS[""])),
        Mount(ROOT, routes=routes),
    ]


def _endpoint(server: Server, actions: dict[str, Action]) -> Endpoint:
    @functools.wraps(_endpoint)
    async def serve(request: Request) -> Response:
        raw = await request.body()
        try:
            body = load_json(raw) if raw else None
            method = "GET" if request.method == "HEAD" else request.method
            return JSONResponse(actions[method](server, request, body))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, status_code=400)
        except HTTPException as error:
            return JSONResponse({"error": error.detail}, status_code=error.status_code)

    return serve


def _organization(server: Server, request: Request) -> Organization:
    id = request.query_params.get("organization")
    if id is None:
        return server.default
    if id not in server.organizations:
        raise HTTPException(404, f"organization {id!r} not found")
    return server.organizations[id]


def _check_object(body: Any, *names: str) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise ValueError("the body must be a JSON object")
    if extra := set(body) - set(names):
        raise ValueError(f"unsupported keys: {sorted(extra)}. Supported keys: {sorted(names)}")
    return body


def show_overview(server: Server, request: Request, body: Any) -> Any:
    """Return the control routes, the server profiles and the operations of the API."""
    return {
        "organizations": len(server.organizations),
        "default_organization": server.default.id,
        "control_routes": [
            {"method": method, "path": f"{ROOT}{path}", "description": _summary(action)}
            for path, actions in ACTIONS.items()
            for method, action in actions.items()
        ],
        "server_profiles": [
            {"path": path, "description": _summary(profile)} for path, profile in server_profiles.PROFILES.items()
        ],
        "operations": [
            {
                "method": route.method,
                "template": route.template,
                "operation_id": route.operation,
                "key": route.key.value,
            }
            for route in server.router.routes
        ],
    }


def _summary(documented: Callable[..., Any]) -> str:
    return (documented.__doc__ or "").partition("\n")[0]


def list_organizations(server: Server, request: Request, body: Any) -> Any:
    """List all organizations, the default one first."""
    first = server.default
    others = [org for org in server.organizations.values() if org is not first]
    return {"organizations": [org.describe() for org in (first, *others)]}


def create_organization(server: Server, request: Request, body: Any) -> Any:
    """Create an organization."""
    asked = _check_object(body or {}, "name", "options")
    options = asked.get("options") or {}
    _known_options(options)
    return server.new_organization(asked.get("name"), options).describe()


def drop_organization(server: Server, request: Request, body: Any) -> Any:
    """Delete an organization."""
    org = _organization(server, request)
    server.drop_organization(org)
    return {"deleted": org.id}


def read_journal(server: Server, request: Request, body: Any) -> Any:
    """List the requests after ``since``; with ``organization=*`` those of all organizations."""
    since = int(request.query_params.get("since", "0"))
    everyone = request.query_params.get("organization") == "*"
    return {"requests": server.journal.entries_after(since, None if everyone else _organization(server, request).id)}


def clear_journal(server: Server, request: Request, body: Any) -> Any:
    """Clear the journal."""
    everyone = request.query_params.get("organization") == "*"
    server.journal.clear(None if everyone else _organization(server, request).id)
    return {"requests": []}


def list_faults(server: Server, request: Request, body: Any) -> Any:
    """List the fault rules with their counters."""
    return {"faults": [fault.to_json() for fault in _organization(server, request).faults]}


def add_faults(server: Server, request: Request, body: Any) -> Any:
    """Add one fault rule or a list of them."""
    entries = body if isinstance(body, list) else [body]
    parsed = [Fault.parse(entry) for entry in entries]
    _organization(server, request).faults.extend(parsed)
    return list_faults(server, request, None)


def clear_faults(server: Server, request: Request, body: Any) -> Any:
    """Remove all fault rules."""
    _organization(server, request).faults.clear()
    return list_faults(server, request, None)


def show_throttle(server: Server, request: Request, body: Any) -> Any:
    """Show the throttle of the administration endpoints."""
    return {"admin_rpm": _organization(server, request).admin_rpm}


def set_throttle(server: Server, request: Request, body: Any) -> Any:
    """Set the throttle of the administration endpoints, or remove it with null. All buckets are refilled."""
    org = _organization(server, request)
    asked = _check_object(body or {"admin_rpm": None}, "admin_rpm")["admin_rpm"]
    if asked is not None and float(asked) <= 0:
        raise ValueError(f"admin_rpm must be greater than 0, got {asked}")
    org.admin_rpm = None if asked is None else float(asked)
    org.buckets = TokenBuckets()
    org.save()
    return {"admin_rpm": org.admin_rpm}


def show_clock(server: Server, request: Request, body: Any) -> Any:
    """Show the emulated time and its speed."""
    org = _organization(server, request)
    return {"now": org.clock.now(), "speed": org.clock.speed}


def set_clock(server: Server, request: Request, body: Any) -> Any:
    """Set ``speed`` or ``freeze``, then ``advance``; the effects of the new time occur before the response."""
    org = _organization(server, request)
    asked = _check_object(body, "speed", "freeze", "advance")
    if "speed" in asked:
        org.clock.set_speed(float(asked["speed"]))
    if "freeze" in asked:
        org.clock.set_speed(0.0 if asked["freeze"] else server.speed)
    if "advance" in asked:
        org.clock.advance(float(asked["advance"]))
    org.save()
    server.run_due(org)
    return show_clock(server, request, None)


def show_page_size(server: Server, request: Request, body: Any) -> Any:
    """Show the maximum number of items on a page."""
    return {"max": _organization(server, request).page_max}


def set_page_size(server: Server, request: Request, body: Any) -> Any:
    """Set the maximum number of items on a page, regardless of ``limit``; null removes it."""
    org = _organization(server, request)
    asked = _check_object(body or {"max": None}, "max")["max"]
    if asked is not None and int(asked) < 1:
        raise ValueError(f"max must be greater than 0, got {asked}")
    org.page_max = None if asked is None else int(asked)
    org.save()
    return {"max": org.page_max}


def show_visibility(server: Server, request: Request, body: Any) -> Any:
    """Show the delay until new objects are visible."""
    return {"seconds": _organization(server, request).visibility}


def set_visibility(server: Server, request: Request, body: Any) -> Any:
    """Set the delay until new objects are visible in lists and lookups, in emulated seconds."""
    org = _organization(server, request)
    org.visibility = float(_check_object(body or {"seconds": 0}, "seconds")["seconds"] or 0)
    org.save()
    return {"seconds": org.visibility}


def read_objects(server: Server, request: Request, body: Any) -> Any:
    """Show the stored documents of a kind with their scope, or the number of documents of each kind."""
    org = _organization(server, request)
    server.run_due(org)
    kind = request.query_params.get("kind")
    if kind is None:
        return {"kinds": org.docs.kinds()}
    objects: list[Doc] = [{**doc, "_scope": scope} for scope, doc in org.docs.iterate_with_scope(kind)]
    return {"kind": kind, "objects": objects}


def seed_objects(server: Server, request: Request, body: Any) -> Any:
    """Create many objects at once."""
    org = _organization(server, request)
    if not isinstance(body, dict) or body.get("kind") not in bulk_data.SEEDERS:
        raise ValueError(f"kind must be one of: {', '.join(sorted(bulk_data.SEEDERS))}")
    options = {name: value for name, value in body.items() if name not in ("kind", "count")}
    with server.store.transaction():
        made = bulk_data.SEEDERS[body["kind"]](server, org, int(body.get("count", 1)), **options)
    return {"kind": body["kind"], "ids": made}


def accept_invite(server: Server, request: Request, body: Any) -> Any:
    """Accept the pending invitation to an e-mail address."""
    org = _organization(server, request)
    server.run_due(org)
    with server.store.transaction():
        user = invites.accept_invite(Call(server, org, org.clock.now()), str(_check_object(body, "email")["email"]))
    return {"id": user["id"], "email": user["email"]}


def show_options(server: Server, request: Request, body: Any) -> Any:
    """Show the options of the account."""
    return {"options": _organization(server, request).options}


def set_options(server: Server, request: Request, body: Any) -> Any:
    """Set options of the account; null restores the default."""
    org = _organization(server, request)
    asked = _check_object(body, *DEFAULT_OPTIONS)
    _known_options(asked)
    for name, value in asked.items():
        org.options[name] = DEFAULT_OPTIONS[name] if value is None else value
    org.save()
    return {"options": org.options}


def list_models(server: Server, request: Request, body: Any) -> Any:
    """List the public models, with what they do and when they are shut down."""
    models = model_catalog.all_models(_organization(server, request).docs)
    return {"models": [{"id": each.id, "kind": each.kind, "shutdown_date": each.shutdown_date} for each in models]}


def add_models(server: Server, request: Request, body: Any) -> Any:
    """Add one model or a list of them, or change models of the catalog."""
    org = _organization(server, request)
    parsed = [model_catalog.parse_model(each) for each in (body if isinstance(body, list) else [body])]
    with server.store.transaction():
        for doc in parsed:
            model_catalog.add_model(org.docs, doc, int(org.clock.now()))
    return list_models(server, request, None)


def remove_models(server: Server, request: Request, body: Any) -> Any:
    """Remove the model ``id`` that was added, or all of them; models of the catalog are as before."""
    docs = _organization(server, request).docs
    one = request.query_params.get("id")
    if one is None:
        docs.delete_all(model_catalog.ADDED, scope="")
    elif not docs.delete(model_catalog.ADDED, one):
        raise HTTPException(404, f"no model {one!r} was added")
    return list_models(server, request, None)


def reset(server: Server, request: Request, body: Any) -> Any:
    """Reset faults, throttle, page size, visibility, options, clock speed and journal; objects stay."""
    org = _organization(server, request)
    org.faults.clear()
    org.buckets = TokenBuckets()
    org.admin_rpm = org.page_max = None
    org.visibility = 0.0
    org.options = dict(DEFAULT_OPTIONS)
    org.clock.set_speed(server.speed)
    org.save()
    server.journal.clear(org.id)
    return org.describe()


def _known_options(options: Any) -> None:
    if not isinstance(options, dict):
        raise ValueError("options must be an object")
    if extra := set(options) - set(DEFAULT_OPTIONS):
        raise ValueError(f"unsupported options: {sorted(extra)}. Supported options: {sorted(DEFAULT_OPTIONS)}")


ACTIONS: dict[str, dict[str, Action]] = {
    "": {"GET": show_overview},
    "/organizations": {"GET": list_organizations, "POST": create_organization, "DELETE": drop_organization},
    "/journal": {"GET": read_journal, "DELETE": clear_journal},
    "/faults": {"GET": list_faults, "POST": add_faults, "DELETE": clear_faults},
    "/throttle": {"GET": show_throttle, "POST": set_throttle},
    "/clock": {"GET": show_clock, "POST": set_clock},
    "/page_size": {"GET": show_page_size, "POST": set_page_size},
    "/visibility": {"GET": show_visibility, "POST": set_visibility},
    "/objects": {"GET": read_objects, "POST": seed_objects},
    "/accept_invite": {"POST": accept_invite},
    "/models": {"GET": list_models, "POST": add_models, "DELETE": remove_models},
    "/options": {"GET": show_options, "POST": set_options},
    "/reset": {"POST": reset},
}
