# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine of reports: numbers in buckets of time, grouped and filtered by the server."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._api.pagination import Pages, paginate
from .._api.request import Request
from .._support.errors import InvalidArgument
from .._support.time import parse_timestamp
from .._support.types import Object, Objects, Spec
from .context import TaskContext
from .fields import Collection, Field
from .info import LIMIT, Info
from .spec import hookable

TIMES = (Field("start_time", required=True), Field("end_time"))
FLATTEN = Field("flatten", "bool", default=False)


@dataclass(frozen=True)
class Report(Info):
    """Reads buckets of a period of time.

    :param widths: possible widths of a bucket, and how many of that width a page has; the first is the API's default.
    """

    widths: t.Mapping[str, int] | None = None

    def options(self) -> Spec:
        widths = tuple(self.widths or {})
        width = Field("bucket_width", choices=widths, default=widths[0])
        fields = (*TIMES, width, *self.filters, *self.extra_options)
        return {entry.name: entry.spec() for entry in (*fields, FLATTEN, LIMIT)}

    def constraints(self) -> dict[str, t.Any]:
        return dict(self.rules)

    @hookable
    def path(self, context: TaskContext) -> str:
        """Return where the report is read."""
        return self.resource.collection.path

    @hookable
    def query(self, context: TaskContext) -> dict[str, t.Any]:
        given = [entry.name for entry in TIMES if context.param(entry.name) not in (None, "")]
        times = {name: parse_timestamp(name, context.param(name)) for name in given}
        if "end_time" in times and times["end_time"] <= times["start_time"]:
            raise InvalidArgument(
                "end_time must be after start_time", "Set end_time to a later time, or omit it to read until now."
            )
        return {**times, "bucket_width": context.param("bucket_width"), **super().query(context)}

    def result(self, context: TaskContext, place: Collection) -> dict[str, t.Any]:
        request = Request("GET", self.path(context), query=self.query(context), key=self.key)
        size = (self.widths or {})[context.param("bucket_width")]
        pages = Pages(page_size=size, cursor_param="page", cursor_key="next_page")
        buckets = list(paginate(context.client, request, pages, most=context.param("limit")))
        return {place.plural_name: flatten(buckets) if context.param("flatten") else buckets}


def flatten(buckets: Objects) -> list[Object]:
    """Return one row for each result, with the times of its bucket."""
    return [
        {"start_time": bucket.get("start_time"), "end_time": bucket.get("end_time"), **result}
        for bucket in buckets
        for result in bucket.get("results") or ()
    ]
