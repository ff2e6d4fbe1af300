# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Models: the public catalog and the fine-tuned models of the project."""

from __future__ import annotations

import datetime
from typing import Any

from .. import model_catalog
from ..errors import ApiError
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from .model_permissions import is_permitted

routes = RouteGroup("models", KeyClass.PROJECT)


def render_model(model: model_catalog.Model) -> dict[str, Any]:
    """Return a public model as the API shows it."""
    return {
        "id": model.id,
        "object": "model",
        "created": model.created,
        "owned_by": model.owned_by,
        "shutdown_date": model.shutdown_date,
    }


def unknown_model(name: str, status: int = 404) -> ApiError:
    """Return the error for a model that does not exist or is not permitted."""
    return ApiError(
        status, f"The model `{name}` does not exist or you do not have access to it.", code="model_not_found"
    )


def find_tuned(call: Call, name: str) -> Doc | None:
    """Return a fine-tuned model of the key's project."""
    return call.find("model", name, scope=call.project)


def check_shutdown(call: Call, model: model_catalog.Model, name: str) -> None:
    """Raise if the model is past its shutdown date and the option ``enforce_shutdown`` is set."""
    if call.org.options["enforce_shutdown"] and model.shutdown_date:
        ends = datetime.datetime.fromisoformat(model.shutdown_date).replace(tzinfo=datetime.UTC).timestamp()
        if call.now >= ends:
            raise ApiError(404, f"The model `{name}` has been deprecated.", code="model_not_found")


def require_model(call: Call, name: str, kind: str) -> model_catalog.Model:
    """Return the public model with this name; raise unless it is of this kind."""
    model = model_catalog.find_model(call.docs, name)
    if model is None or not is_permitted(call, call.project, name):
        raise unknown_model(name)
    if model.kind != kind:
        raise ApiError(
            404, f"This is not a model for this endpoint: `{name}` does {model.kind}, not {kind}.", param="model"
        )
    check_shutdown(call, model, name)
    return model


@routes.get("/models", "listModels")
def list_models(call: Call) -> Any:
    """List all models of the project on one page."""
    tuned = [public(doc) for doc in call.docs.iterate("model", scope=call.project, now=call.now_exact)]
    found = [render_model(model) for model in model_catalog.all_models(call.docs)] + tuned
    return {"object": "list", "data": [model for model in found if is_permitted(call, call.project, model["id"])]}


@routes.get("/models/{model}", "retrieveModel")
def retrieve_model(call: Call) -> Any:
    """Retrieve a model."""
    name = call.path["model"]
    tuned = find_tuned(call, name)
    if tuned is not None:
        return public(tuned)
    model = model_catalog.find_model(call.docs, name)
    if model is None:
        error = unknown_model(name)
        error.param = "model"
        raise error
    return render_model(model)


@routes.delete("/models/{model}", "deleteModel")
def delete_model(call: Call) -> Any:
    """Delete a fine-tuned model; requires an owner of the organization."""
    name = call.path["model"]
    if find_tuned(call, name) is None:
        if model_catalog.find_model(call.docs, name):
            raise ApiError(403, f"The model `{name}` is not a fine-tuned model and cannot be deleted.", param="model")
        error = unknown_model(name)
        error.param = "model"
        raise error
    owner = call.key.owner if call.key else {}
    user = call.docs.get("organization_user", owner.get("id", ""))
    if user is None or user["role"] != "owner":
        raise ApiError(
            403,
            "You have insufficient permissions for this operation. Missing scopes: api.delete. Check that you have "
            "the correct role in your organization (Owner).",
            code="missing_scope",
        )
    call.docs.delete("model", name, scope=call.project)
    return {"id": name, "object": "model", "deleted": True}
