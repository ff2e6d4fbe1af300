# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Requests to models: their body, how they are sent, and what their answers contain."""

from __future__ import annotations

import json
import os
import time
import typing as t
from dataclasses import dataclass

from .._api.multipart import form_of, has_files
from .._api.pagination import paginate
from .._api.request import Request
from .._support.artifact import Draft
from .._support.errors import ConnectionFailure, InvalidArgument, LostResponse, StreamInterrupted, UncertainOutcome
from .._support.fingerprint import MARK, fingerprint
from .._support.types import Object, Objects, Spec
from .compare import has_metadata
from .context import TaskContext, is_predicted
from .create_once import create_once
from .fields import Field
from .runtime import BillingUnits
from .spec import Hooks, hookable
from .stateful import Stateful

ARTIFACT_FIELDS = (
    Field("dest", "path", request_name=""),
    Field("force", "bool", default=False, request_name=""),
    Field("extra_body", "dict", request_name=""),
)
"""The options of every request to a model."""

MODEL_TIMEOUT = 600.0
"""Seconds to wait for the first byte of an answer if no ``timeout`` is set, because each retry is charged again."""


def fail_on(*findings: str) -> Field:
    """Return the option that makes answers of some kind a failure.

    :param findings: what :meth:`GenerationRequest.findings` may return.
    """
    return Field("fail_on", "list", elements="str", choices=findings, request_name="")


def as_json(answer: Object) -> bytes:
    """Return an answer as the content of a JSON file."""
    return (json.dumps(answer, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _created(answer: Object) -> float:
    """Return when an answer was created; foreign servers may return no number."""
    created = answer.get("created")
    return created if isinstance(created, (int, float)) else 0


@dataclass(frozen=True)
class GenerationHooks(Hooks):
    """Hooks of one kind of request to a model, in the order in which they are called.

    :ivar claim: reject files at ``dest`` that this collection did not write.
    :ivar request_path: the path of the request.
    :ivar request: the body; a :class:`LocalFile` in it makes the request a form.
    :ivar is_stored: whether the API stores the answer.
    :ivar single_attempt: whether the request must not be sent again when its response is lost.
    :ivar persists: whether the request leaves something behind, and so is a change.
    :ivar send: send the request and return the answer; a binary answer is written into the draft here.
    :ivar note_sent: text about the completed action in the message of a later failure.
    :ivar log_usage: record the usage of an answer.
    :ivar in_progress: whether the server is still generating the answer.
    :ivar findings: what may be wrong with an answer, by the names of ``fail_on``.
    :ivar rejections: why the task does not accept an answer.
    :ivar content: what is written to ``dest``.
    :ivar files: all files of an answer, by path.
    :ivar without_content: the answer without what its files contain.
    :ivar return_values: return values that save digging in the answer.
    :ivar extra_values: further return values that need the task.
    :ivar predict_answer: the answer that check mode returns in place of one from the server.
    :ivar predict_files: placeholders of the files of a predicted answer, by path.
    :ivar discard: remove what is left of earlier attempts.
    :ivar delete_stored: delete a stored answer.
    """

    claim: t.Callable[..., None] | None = None
    request_path: t.Callable[..., str] | None = None
    request: t.Callable[..., Object] | None = None
    is_stored: t.Callable[..., bool] | None = None
    single_attempt: t.Callable[..., bool] | None = None
    persists: t.Callable[..., bool] | None = None
    send: t.Callable[..., Object] | None = None
    note_sent: t.Callable[..., None] | None = None
    log_usage: t.Callable[..., None] | None = None
    in_progress: t.Callable[..., bool] | None = None
    findings: t.Callable[..., dict[str, str]] | None = None
    rejections: t.Callable[..., list[str]] | None = None
    content: t.Callable[..., bytes] | None = None
    files: t.Callable[..., dict[str, bytes]] | None = None
    without_content: t.Callable[..., Object] | None = None
    return_values: t.Callable[..., Object] | None = None
    extra_values: t.Callable[..., Object] | None = None
    predict_answer: t.Callable[..., Object] | None = None
    predict_files: t.Callable[..., dict[str, bytes]] | None = None
    discard: t.Callable[..., list[str]] | None = None
    delete_stored: t.Callable[..., None] | None = None


@dataclass(frozen=True)
class GenerationRequest(Stateful):
    """A request to a model.

    :param required_inputs: the options without which there is no request.
    :param fingerprint_ignore: fields that do not change the answer, and so not the fingerprint.
    :param always_fail: findings that always fail the task.
    :param answer_fields: fields that every answer contains.
    :param billed_by: what the request is billed by: of each tuple, a budget requires one price of the model.
    :param more_states: values of ``state`` in addition to present and absent.
    """

    identity: tuple[str, ...] = ()
    required_inputs: tuple[str, ...] = ("model",)
    fingerprint_ignore: tuple[str, ...] = (
        "metadata",
        "store",
        "stream",
        "stream_options",
        "user",
        "safety_identifier",
    )
    always_fail: tuple[str, ...] = ()
    answer_fields: tuple[str, ...] = ()
    billed_by: BillingUnits = (("input",), ("output",))
    more_states: tuple[str, ...] = ()
    hooks: GenerationHooks = GenerationHooks()

    def states(self) -> tuple[str, ...]:
        return (*super().states(), *self.more_states)

    def identity_options(self) -> Spec:
        return super().identity_options() if self.collection.item else {}

    # --- the request -------------------------------------------------------------------------------------------------

    @hookable
    def request_path(self, context: TaskContext) -> str:
        """Return the path of the request."""
        return self.collection.path

    @hookable
    def request(self, context: TaskContext) -> Object:
        """Return the body of the request, files included: what changes the answer makes the fingerprint."""
        missing = [name for name in self.required_inputs if context.param(name) in (None, "", [])]
        if missing:
            verb = "is" if len(missing) == 1 else "are"
            raise InvalidArgument(f"{' and '.join(missing)} {verb} required", f"Set {' and '.join(missing)}.")
        body = {name: value for name, value in self.body(self.desired(context)).items() if value is not None}
        return {**body, **(context.param("extra_body") or {})}

    def fingerprint(self, context: TaskContext, body: Object) -> str:
        """Return the fingerprint of the request."""
        return fingerprint(self.request_path(context), body, self.fingerprint_ignore)

    @hookable
    def is_stored(self, context: TaskContext, body: Object) -> bool:
        """Return whether the API stores the answer."""
        return bool(body.get("store"))

    @hookable
    def single_attempt(self, context: TaskContext, body: Object) -> bool:
        """Return whether the request must not be sent again when its response is lost.

        Where the API lists what it stores, the answer is looked for; elsewhere the task fails.
        """
        return self.is_stored(context, body) and self.collection.listable

    @hookable
    def persists(self, context: TaskContext, body: Object, dest: str) -> bool:
        """Return whether the request leaves something behind, and so is a change."""
        return bool(dest or body.get("store"))

    # --- the answer --------------------------------------------------------------------------------------------------

    @hookable
    def return_values(self, answer: Object) -> Object:
        """Return the return values that save digging in the answer."""
        raise NotImplementedError

    @hookable
    def extra_values(self, context: TaskContext, answer: Object, dest: str, asked: bool) -> Object:
        """Return further return values that need the task."""
        return {}

    @hookable
    def findings(self, answer: Object) -> dict[str, str]:
        """Return what may be wrong with an answer, by the names of ``fail_on``, each as a sentence."""
        return {}

    @hookable
    def content(self, answer: Object) -> bytes:
        """Return the content of ``dest``: the text, or the whole answer if it has no text (a tool call, a refusal)."""
        text = self.return_values(answer).get("text")
        return as_json(answer) if text is None else str(text).encode()

    @hookable
    def files(self, answer: Object, dest: str) -> dict[str, bytes]:
        """Return all files of an answer by path; :func:`artifact.numbered` names further ones.

        Empty for an answer that :meth:`send` has written into the draft.
        """
        return {dest: self.content(answer)}

    @hookable
    def without_content(self, answer: Object) -> Object:
        """Return the answer without what its files contain, for the manifest and the result."""
        return answer

    @hookable
    def in_progress(self, answer: Object) -> bool:
        """Return whether the server is still generating the answer."""
        return False

    def read_again(self, context: TaskContext, known: Object) -> Object | None:
        """Return an answer as the API has it now, or None if it is deleted."""
        if is_predicted(known["id"]):
            return context.predicted_object(self.collection, str(known["id"]))
        ids = {self.collection.own_id: str(known["id"])}
        return t.cast("Object | None", context.client.find(self.collection.item, ids, key=self.key))

    # --- check mode --------------------------------------------------------------------------------------------------

    @hookable
    def predict_answer(self, context: TaskContext, body: Object, mark: str) -> Object:
        """Return an answer as check mode predicts it: of the same shape, with placeholders.

        :param mark: fingerprint of the request.
        """
        raise NotImplementedError

    @hookable
    def predict_files(self, answer: Object, dest: str) -> dict[str, bytes]:
        """Return placeholders of the files of a predicted answer by path."""
        return self.files(answer, dest)

    # --- sending -----------------------------------------------------------------------------------------------------

    def post(self, context: TaskContext, body: Object) -> Request:
        """Return the HTTP request: JSON, or a form if it contains files."""
        given = context.param("timeout") or os.environ.get("OPENAI_TIMEOUT")
        form = has_files(body)
        return Request(
            "POST",
            self.request_path(context),
            dict(context.ids),
            body=None if form else body,
            form=form_of(body) if form else None,
            creates=self.single_attempt(context, body),
            key=self.key,
            timeout=None if given else MODEL_TIMEOUT,
            charged=True,
            returns=self.answer_fields,
        )

    @hookable
    def send(self, context: TaskContext, body: Object, draft: Draft | None) -> Object:
        """Send the request and return the answer.

        :param draft: where the files are written; None if the task has no ``dest``.
        """
        answer = context.client.send(self.post(context, body)).body
        if not isinstance(answer, dict):
            raise ConnectionFailure(
                f"the response to {self.request_path(context)} is not a JSON object",
                "Check base_url and model. The server may charge for the request, so it was not sent again.",
            )
        return answer

    def send_once(self, context: TaskContext, body: Object, mark: str, draft: Draft | None) -> Object:
        """Send the request; if the response to a stored one is lost, look for it before another attempt."""
        if not (self.is_stored(context, body) and self.collection.listable):
            answer = self.send(context, body, draft)
            if self.collection.item and answer.get("id"):
                context.settling.created(self.collection, self.collection.path, answer, (mark,))
            return answer
        body = {**body, "metadata": {**(body.get("metadata") or {}), MARK: mark}}

        def look() -> Object | None:
            return self.newest_stored(context, mark)

        def take(found: Object) -> Object | None:
            return found

        retry_timeout = context.client.connection.retry_timeout_for(self.key)
        lost: list[LostResponse] = []

        def attempt() -> Object:
            try:
                return self.send(context, body, draft)
            except LostResponse as error:
                # A request that the server rejected is free; one whose answer was lost may be charged.
                if error.how != "error" and lost:
                    raise UncertainOutcome(
                        f"{error.message}; the request was sent twice, and no stored answer has appeared",
                        "Both may be charged. Run the task again: it uses the answer if it appears later.",
                    ) from error
                lost.append(error)
                raise

        try:
            what = self.collection.display_name
            answer = create_once(attempt, look, take, retry_timeout, what, display=context.display)
            context.settling.created(self.collection, self.collection.path, answer, (mark,))
            return answer
        except StreamInterrupted:
            # The tokens of a stream are paid for: the answer may be stored, but is never requested a second time.
            deadline = time.monotonic() + min(5.0, retry_timeout / 4)
            found = look()
            while found is None and time.monotonic() < deadline:
                time.sleep(0.5)
                found = look()
            if found is None:
                raise
            return found

    @hookable
    def note_sent(self, context: TaskContext, body: Object, answer: Object) -> None:
        """Note for a later failure that the request was sent, and record its usage."""
        context.done.append(f"requested an answer from {body.get('model') or 'the model'}")
        if not self.in_progress(answer):
            self.log_usage(context, answer)

    @hookable
    def log_usage(self, context: TaskContext, answer: Object) -> None:
        """Record the usage of a complete answer."""
        context.record_usage(str(answer.get("model") or context.param("model") or ""), answer.get("usage"))

    @hookable
    def discard(self, context: TaskContext, dest: str, dry_run: bool) -> list[str]:
        """Remove the leftovers of earlier attempts next to ``dest``, and return its paths.

        :param dry_run: only return them.
        """
        return []

    # --- stored answers ----------------------------------------------------------------------------------------------

    def newest_stored(self, context: TaskContext, mark: str) -> Object | None:
        """Return the newest stored answer to the same request."""
        return max(self.all_stored(context, mark), key=_created, default=None)

    def all_stored(self, context: TaskContext, mark: str) -> Objects:
        """Return every stored answer to the same request; one that was just stored is waited for."""
        found = self.list_stored(context, mark)
        thing = None if found else context.settling.awaited(self.collection, self.collection.path, (mark,))
        for _look in context.settling.until_visible(self.key, thing) if thing is not None else ():
            found = self.list_stored(context, mark)
            if found:
                break
        return found

    def list_stored(self, context: TaskContext, mark: str) -> Objects:
        """Return the stored answers to the same request that the server lists."""
        request = Request("GET", self.collection.path, query={"metadata": {MARK: mark}}, key=self.key)
        found = paginate(context.client, request, self.collection.pagination)
        return [each for each in found if has_metadata(each, {MARK: mark})]
