# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine of reports: numbers in buckets of time, grouped and filtered by the server."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._api.client import Request
from .._api.pagination import Pages, paginate
from .._support.errors import InvalidArgument
from .._support.time import parse_timestamp
from .._support.types import Object, Spec
from .context import TaskContext
from .info import LIMIT, Info
from .spec import Field

TIMES = (Field("start_time", required=True), Field("end_time"))
FLATTEN = Field("flatten", "bool", default=False)


@dataclass(frozen=True)
class Report(Info):
    """Reads buckets of a span of time.

    :param widths: how wide a bucket may be, and how many of that width a page holds; the first is the API's default.
    """

    widths: t.Mapping[str, int] | None = None

    def options(self) -> Spec:
        widths = list(self.widths or {})
        fields = (*TIMES, Field("bucket_width", choices=tuple(widths), default=widths[0]), *self.filters, *self.extras)
        return {entry.name: entry.spec() for entry in (*fields, FLATTEN, LIMIT)}

    def constraints(self) -> dict[str, t.Any]:
        return {}

    def path(self, run: TaskContext) -> str:
        """Where this report is read."""
        return self.of.collection.path

    def asked(self, run: TaskContext) -> dict[str, t.Any]:
        times = {
            entry.name: parse_timestamp(entry.name, run.param(entry.name))
            for entry in TIMES
            if run.param(entry.name) not in (None, "")
        }
        if "end_time" in times and times["end_time"] <= times["start_time"]:
            raise InvalidArgument(
                "end_time is not after start_time", "Give a later end_time, or leave it out to mean now."
            )
        return {**times, "bucket_width": run.param("bucket_width"), **super().asked(run)}

    def execute(self, run: TaskContext) -> dict[str, t.Any]:
        run.check_fields((*self.filters, LIMIT))
        many = self.of.collection.many
        with run.attempting(f"read {many}"):
            request = Request("GET", self.path(run), query=self.asked(run), key=self.key)
            pages = Pages(limit=(self.widths or {})[run.param("bucket_width")], ask="page", cursor="next_page")
            buckets = list(paginate(run.client, request, pages, most=run.param("limit")))
        return {"changed": False, many: flattened(buckets) if run.param("flatten") else buckets}


def flattened(buckets: list[Object]) -> list[Object]:
    """One row for each result, with the times of its bucket."""
    return [
        {"start_time": bucket.get("start_time"), "end_time": bucket.get("end_time"), **result}
        for bucket in buckets
        for result in bucket.get("results") or ()
    ]
