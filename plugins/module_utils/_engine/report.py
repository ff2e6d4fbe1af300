# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine of reports: numbers in buckets of time, grouped and filtered by the server."""

from __future__ import annotations

import json
import math
import typing as t
from dataclasses import dataclass
from decimal import Decimal

from .._api.pagination import Pages, paginate
from .._api.request import Request
from .._support.errors import InvalidArgument
from .._support.time import parse_timestamp
from .._support.types import Object, Objects, Spec
from .context import TaskContext
from .fields import Collection, Field, get_path
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
        query = self.query(context)
        asked = list(query.get("group_by") or ())
        # Rows show a dimension only when they are grouped by it, and many servers ignore filters.
        added = [entry.response_path for entry in self.selected_by(query) if entry.response_path not in asked]
        if added:
            query = {**query, "group_by": [*asked, *added]}
        request = Request("GET", self.path(context), query=query, key=self.key)
        size = (self.widths or {})[context.param("bucket_width")]
        limit = context.param("limit")
        pages = Pages(page_size=min(size, limit or size), cursor_param="page", cursor_key="next_page")
        buckets: Objects = []
        missing: set[str] = set()
        for bucket in paginate(context.client, request, pages):
            if not overlaps(bucket, query):
                continue
            rows = bucket.get("results") or []
            missing.update(name for name in added for row in rows if row.get(name) is None)
            rows = [row for row in rows if self.selected(place, query, row)]
            buckets.append({**bucket, "results": merge(rows, added)})
            if len(buckets) == limit:
                break
        if missing:
            context.warn(
                f"The server returned rows without {' and '.join(sorted(missing))}, by which the report is filtered. They "
                "were left out."
            )
        return {place.plural_name: flatten(buckets) if context.param("flatten") else buckets}


def overlaps(bucket: Object, query: t.Mapping[str, t.Any]) -> bool:
    """Return whether a bucket is in the period of a query."""
    start, end = bucket.get("start_time", 0), bucket.get("end_time", math.inf)
    return bool(end > query["start_time"] and start < query.get("end_time", math.inf))


def merge(rows: Objects, names: t.Sequence[str]) -> Objects:
    """Return rows with their numbers added up, without a distinction by some dimensions.

    :param names: the dimensions, which are null afterwards.
    """
    if not names:
        return rows
    groups: dict[str, Objects] = {}
    for row in rows:
        same = {name: value for name, value in row.items() if name not in names and not _adds_up(name, value)}
        same["currency"] = get_path(row, "amount.currency")
        groups.setdefault(json.dumps(same, sort_keys=True), []).append({**row, **dict.fromkeys(names)})
    return [_added_up(group) for group in groups.values()]


def _adds_up(name: str, value: t.Any) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number or name in ("amount", "quantity", "quantity_unit")


def _added_up(rows: Objects) -> Object:
    row = {
        name: _sum([each.get(name) for each in rows]) if _adds_up(name, value) else value
        for name, value in rows[0].items()
    }
    if row.get("quantity") is not None and row.get("quantity_unit") is None:
        # Quantities of different units have no sum.
        row["quantity"] = None
    return row


def _sum(values: list[t.Any]) -> t.Any:
    """Return the sum of numbers, exact in decimal; of anything else the value that is common to all, or None."""
    if all(isinstance(value, dict) for value in values):
        return {name: _sum([value.get(name) for value in values]) for name in values[0]}
    if all(value == values[0] for value in values) and not isinstance(values[0], (int, float)):
        return values[0]
    try:
        return type(values[0])(sum(Decimal(str(value)) for value in values))
    except (ArithmeticError, TypeError):
        return None


def flatten(buckets: Objects) -> list[Object]:
    """Return one row for each result, with the times of its bucket."""
    return [
        {"start_time": bucket.get("start_time"), "end_time": bucket.get("end_time"), **result}
        for bucket in buckets
        for result in bucket.get("results") or ()
    ]
