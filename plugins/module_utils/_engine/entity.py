# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine for things that are kept in a wanted state: entities, memberships and settings."""

from __future__ import annotations

import difflib
import typing as t
from contextlib import nullcontext
from dataclasses import dataclass

from .._support.errors import InvalidArgument, NotFound
from .._support.types import Object, Objects, Spec
from .compare import EMPTY, drop_none, mask_secrets, same
from .context import TaskContext, ambiguous, is_predicted, predicted_id
from .create_once import create_once
from .spec import Collection, Resource, get_path, select, set_path


@dataclass(frozen=True)
class Delete:
    """Absence by ``DELETE`` of the object."""


@dataclass(frozen=True)
class Post:
    """Absence by ``POST`` to an action of the object.

    :param action: the last part of the path, for example ``archive``.
    """

    action: str


@dataclass(frozen=True)
class Refuse:
    """No absence at all.

    :param why: one sentence that also says what to do instead.
    """

    why: str


@dataclass(frozen=True)
class Stateful(Resource):
    """A thing that is found, compared and changed: what entities, memberships and settings share.

    :param replaces: the API replaces the whole object, so that a change sends what stays as well.
    """

    removal: Delete | Post | Refuse = Delete()
    replaces: bool = False

    def execute(self, run: TaskContext) -> dict[str, t.Any]:
        run.check_fields(self.fields)
        if self.check_input is not None:
            self.check_input(run)
        self.open(run)
        verb = "remove" if run.param("state") == "absent" else "ensure"
        with run.attempting(f"{verb} {self.spoken(run)}"):
            return self.absent(run) if run.param("state") == "absent" else self.present(run)

    def open(self, run: TaskContext) -> None:
        """Resolve the objects the thing lives in."""
        run.open(self.parents)

    # --- words -----------------------------------------------------------------------------------------------------

    def spoken(self, run: TaskContext) -> str:
        """The object in a sentence."""
        names = [str(run.param(name)) for name in self.by if run.param(name)]
        if not names and run.params.get("id"):
            names = [str(run.param("id"))]
        within = [f"in {option} {label}" for option, label in run.labels.items()]
        return " ".join([self.collection.spoken, *names, *within])

    # --- wanted and present ----------------------------------------------------------------------------------------

    def wanted(self, run: TaskContext) -> Object:
        """What the user gave, by option, with references resolved. A null that cannot clear counts as not given."""
        wanted: Object = {}
        for entry in self.fields:
            if entry.name not in run.given:
                continue
            value = run.param(entry.name)
            if value is None or value == "":
                if not entry.clearable:
                    continue
                value = None
            if value is not None and entry.of is not None:
                value = run.resolve(entry.of, str(value), entry.name)
            wanted[entry.name] = drop_none(entry.options, value)
        return wanted

    def body(self, wanted: Object) -> Object:
        """The request for some wanted values."""
        body: Object = {}
        for name, value in wanted.items():
            if self.field(name).sent:
                body = set_path(body, self.field(name).sent, value)
        return body

    def differing(self, run: TaskContext, wanted: Object, current: Object) -> Object:
        """The wanted values that the object does not have.

        :raises BadInput: for one that cannot change after creation.
        """
        patch: Object = {}
        for name, value in wanted.items():
            entry = self.field(name)
            if not entry.read or same(entry, value, get_path(current, entry.read)):
                continue
            if entry.immutable:
                # A server that does not tell the value gives no reason to refuse.
                if entry.read.split(".")[0] not in current:
                    continue
                raise InvalidArgument(
                    f"{name} is {get_path(current, entry.read)!r} and cannot become {value!r} on an existing {self.collection.spoken}",
                    f"Leave {name} out, or make another {self.collection.spoken}.",
                )
            patch[name] = value
        return patch

    def with_values(self, current: Object | None, values: Object) -> Object:
        """The object as it will be with some values."""
        after = dict(current or {})
        for name, value in values.items():
            entry = self.field(name)
            if entry.read:
                after = set_path(after, entry.read, value)
        return after

    def present(self, run: TaskContext) -> dict[str, t.Any]:
        """Bring the thing about, or into line."""
        raise NotImplementedError

    def find(self, run: TaskContext) -> Object | None:
        """What is there now, or None."""
        raise NotImplementedError

    # --- changing --------------------------------------------------------------------------------------------------

    def update(self, run: TaskContext, current: Object, wanted: Object) -> dict[str, t.Any]:
        """Send what differs, if anything does."""
        place = self.place(run)
        patch = self.differing(run, wanted, current)
        after = self.with_values(current, patch)
        if patch:
            self.guard(run, current, removing=False)
            if not run.check_mode:
                after = {**after, **(self.change(run, current, self.whole(current, patch)) or {})}
                run.done.append(f"updated {self.spoken(run)}")
            run.remember(place, after)
        new = self.readable(wanted)
        old = {
            name: get_path(current, self.field(name).read) if name in patch else value for name, value in new.items()
        }
        return self.result(run, after, old, new, bool(patch))

    def guard(self, run: TaskContext, current: Object, removing: bool) -> None:
        """Refuse, before anything is written, to change or to remove what is somebody else's to change."""

    def whole(self, current: Object, patch: Object) -> Object:
        """The values a change sends: where the API replaces the object, those that stay too."""
        if not self.replaces:
            return patch
        values = {entry.name: get_path(current, entry.read) for entry in self.fields if entry.read and entry.sent}
        return {**{name: value for name, value in values.items() if value is not None}, **patch}

    def change(self, run: TaskContext, current: Object, patch: Object) -> Object:
        """``POST`` the differing values to the object; its new state."""
        place = self.place(run)
        answer = run.client.post(place.item, self.item_ids(run, current), self.body(patch), key=place.key)
        return t.cast(Object, answer)

    def item_ids(self, run: TaskContext, current: Object) -> dict[str, str]:
        """The ids that lead to one object."""
        place = self.place(run)
        return {**run.ids, place.own_id: str(current[place.pages.item_id])}

    # --- absent ----------------------------------------------------------------------------------------------------

    def absent(self, run: TaskContext) -> dict[str, t.Any]:
        """Take the thing away."""
        current = self.find(run)
        if current is None:
            return self.result(run, None, None, None, False)
        if isinstance(self.removal, Refuse):
            raise InvalidArgument(f"a {self.collection.spoken} cannot be removed", self.removal.why)
        self.guard(run, current, removing=True)
        if not run.check_mode:
            self.remove(run, current)
            run.done.append(f"removed {self.spoken(run)}")
        run.forget(self.place(run), current)
        return self.result(run, current, self.identity(current), None, True)

    def identity(self, current: Object) -> Object:
        """What the diff of a removal shows."""
        return {name: current.get(name) for name in self.by}

    def remove(self, run: TaskContext, current: Object) -> None:
        """Take the object away."""
        place = self.place(run)
        if isinstance(self.removal, Post):
            run.client.post(f"{place.item}/{self.removal.action}", self.item_ids(run, current), key=place.key)
        else:
            run.client.delete(place.item, self.item_ids(run, current), key=place.key)

    # --- telling ---------------------------------------------------------------------------------------------------

    def result(
        self, run: TaskContext, thing: Object | None, old: Object | None, new: Object | None, changed: bool
    ) -> dict[str, t.Any]:
        """The task's result.

        :param thing: the object as it is now, or was last. :param old: the managed values before, None for absence;
            ``new`` those after. What the user wrote is shown rather than the server's rendering of it, so that a
            check shows what the run then shows.
        """
        return {
            "changed": changed,
            self.thing: thing or {},
            "diff": {
                "before_header": self.spoken(run),
                "after_header": self.spoken(run),
                "before": self.side(old),
                "after": self.side(new),
            },
        }

    def side(self, values: Object | None) -> Object:
        """One side of the diff."""
        return {"state": "absent"} if values is None else {"state": "present", **mask_secrets(self.fields, values)}

    def readable(self, wanted: Object) -> Object:
        """Those of some wanted values that an object can be seen to have."""
        return {name: value for name, value in wanted.items() if self.field(name).read}


@dataclass(frozen=True)
class Entity(Stateful):
    """A thing with an id of its own, made and deleted.

    :param updates: whether an object can change after creation at all.
    """

    updates: bool = True

    def constraints(self) -> dict[str, t.Any]:
        names = [name for name in self.by if not self.field(name).required]
        return {"required_one_of": [["id", *names]]} if names else {}

    # --- finding ---------------------------------------------------------------------------------------------------

    def find(self, run: TaskContext) -> Object | None:
        """The object the task means, or None when there is none.

        :raises Ambiguous: several live objects carry the name.
        """
        place = self.place(run)
        given = run.param("id")
        if given:
            return self.by_id(run, place, str(given))
        found = self.candidates(run, self.known(run))
        if len(found) > 1:
            raise ambiguous(place, str(run.param(self.by[0])), found, "id")
        return found[0] if found else None

    def find_again(self, run: TaskContext) -> Object | None:
        """The object, should another process of the run have made it meanwhile."""
        return self.find(run)

    def by_id(self, run: TaskContext, place: Collection, given: str) -> Object | None:
        """The live object with an id."""
        name = run.list_name(place)
        found = next((each for each in run.kept(place).get(name) or [] if each.get("id") == given), None)
        if found is None and not is_predicted(given):
            found = run.client.find(place.item, {**run.ids, place.own_id: given}, key=place.key)
        return found if found is not None and place.live(found) else None

    def known(self, run: TaskContext, afresh: bool = False) -> Objects:
        """The objects among which the task's own may be."""
        place = self.place(run)
        name = str(run.param(self.by[0]) or "")
        return run.objects(place, {place.search: [name]} if place.search else None, afresh=afresh)

    def candidates(self, run: TaskContext, objects: Objects) -> Objects:
        """Those of them that go by the task's name."""
        name = run.param(self.by[0])
        if not name:
            return []
        found = select(objects, self.place(run), str(name))
        return [each for each in found if all(each.get(key) == run.param(key) for key in self.by[1:] if run.param(key))]

    def differing(self, run: TaskContext, wanted: Object, current: Object) -> Object:
        patch = super().differing(run, wanted, current)
        place = self.place(run)
        if place.folds and not run.param("id"):
            # It was found by a name whose case means nothing, so another case is no wish for another name.
            patch.pop(place.label, None)
        return patch

    # --- present ---------------------------------------------------------------------------------------------------

    def present(self, run: TaskContext) -> dict[str, t.Any]:
        place = self.place(run)
        wanted = self.wanted(run)
        current = self.find(run)
        if current is None and not run.param("id"):
            # Two forks that both want it must not both make it: look once more with the list to ourselves.
            guard = nullcontext() if run.check_mode else run.kept(place).held(run.list_name(place))
            with guard:
                current = None if run.check_mode else self.find_again(run)
                if current is None:
                    return self.finish(run, self.create(run, wanted), made=True)
        if current is None:
            raise NotFound(
                f"no {place.spoken} has the id {run.param('id')!r}, or it is no longer in use",
                f"Leave id out to make one by its {self.by[0]}." if self.by else "Check the id.",
            )
        return self.finish(run, self.update(run, current, wanted), made=False)

    def create(self, run: TaskContext, wanted: Object) -> dict[str, t.Any]:
        """Make the object, exactly once."""
        place = self.place(run)
        lacking = [entry.name for entry in self.fields if entry.creates and run.param(entry.name) in EMPTY]
        if lacking:
            raise InvalidArgument(
                f"there is no such {place.spoken} yet and {' and '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} "
                f"needed to make one",
                f"Give {' and '.join(lacking)}.",
            )
        self.prepare(run)
        if run.check_mode:
            prefix = place.prefixes[0] if place.prefixes else ""
            made = {"id": predicted_id(prefix, self.spoken(run)), **self.foreseen(run, wanted)}
        else:
            body = {name: value for name, value in self.body(wanted).items() if value is not None}
            made = self.make_once(run, body)
            run.done.append(f"created {self.spoken(run)} ({made.get('id')})")
        run.remember(place, self.listed_form(made))
        return self.result(run, made, None, self.readable(wanted), True)

    def prepare(self, run: TaskContext) -> None:
        """Refuse, before anything is made, what could not be brought to an end."""

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        """What a check says the new object will be."""
        return self.with_values(None, wanted)

    def listed_form(self, made: Object) -> Object:
        """A new object as lists show it: without what is shown only once."""
        return made

    def make(self, run: TaskContext, body: Object) -> Object:
        """One attempt to create; the new object.

        :raises LostAnswer: it may have happened.
        """
        place = self.place(run)
        answer = run.client.post(place.path, run.ids, body, key=place.key, creates=True)
        return t.cast(Object, answer)

    def make_once(self, run: TaskContext, body: Object) -> Object:
        """Create, and where the answer is lost look whether it happened before trying again."""
        place = self.place(run)
        before = {each.get("id") for each in self.known(run)}

        def look() -> Object | None:
            new = [each for each in self.candidates(run, self.known(run, afresh=True)) if each.get("id") not in before]
            return new[0] if new else None

        def take(found: Object) -> Object | None:
            taken = self.recover(run, found)
            if taken is None:
                run.forget(place, found)
            return taken

        patience = run.client.connection.patience(place.key)
        return create_once(lambda: self.make(run, body), look, take, patience, place.spoken)

    def recover(self, run: TaskContext, found: Object) -> Object | None:
        """What to do with an object whose create was not answered: take it, or remove it and return None to try again."""
        return found

    def update(self, run: TaskContext, current: Object, wanted: Object) -> dict[str, t.Any]:
        if not self.updates:
            self.differing(run, wanted, current)
            values = self.readable(wanted)
            return self.result(run, current, dict(values), dict(values), False)
        return super().update(run, current, wanted)

    def finish(self, run: TaskContext, result: dict[str, t.Any], made: bool) -> dict[str, t.Any]:
        """What remains to be done with the object that is now there."""
        return result


@dataclass(frozen=True)
class Membership(Entity):
    """An object's place in another: identified by both ends.

    :param member: the collection the member is taken from; its option takes the id or the human name.
    :param option: the option that names the member.
    :param id_sent_as: the request field for a member given by id; ``label_sent_as`` for one given by name, empty
        when the API takes ids only.
    """

    member: Collection = Collection("", "")
    option: str = ""
    aliases: tuple[str, ...] = ()
    id_sent_as: str = ""
    label_sent_as: str = ""
    by: tuple[str, ...] = ()

    def identity_options(self) -> Spec:
        return {self.option: {"type": "str", "required": True, "aliases": list(self.aliases)}}

    def constraints(self) -> dict[str, t.Any]:
        return {}

    def spoken(self, run: TaskContext) -> str:
        within = [f"in {option} {label}" for option, label in run.labels.items()]
        return " ".join([self.collection.spoken, str(run.param(self.option)), *within])

    def find(self, run: TaskContext) -> Object | None:
        found = self.candidates(run, self.known(run))
        return found[0] if found else None

    def known(self, run: TaskContext, afresh: bool = False) -> Objects:
        return run.objects(self.place(run), afresh=afresh)

    def candidates(self, run: TaskContext, objects: Objects) -> Objects:
        place = self.place(run)
        value = str(run.param(self.option))
        return [
            each
            for each in objects
            if each.get(place.pages.item_id) == value or place.named(value, each.get(place.label))
        ]

    def body(self, wanted: Object) -> Object:
        return super().body({name: value for name, value in wanted.items() if name != self.option})

    def prepare(self, run: TaskContext) -> None:
        value = str(run.param(self.option))
        if not run.check_mode or is_predicted(value):
            return
        # The write itself would be refused; a check must find it out by reading.
        if not self.member.is_id(value):
            run.resolve(self.member, value, self.option)
        elif run.client.find(self.member.item, {self.member.own_id: value}, key=self.member.key) is None:
            raise NotFound(f"no {self.member.spoken} has the id {value!r}", f"Check {self.option}.")

    def make(self, run: TaskContext, body: Object) -> Object:
        value = str(run.param(self.option))
        if self.label_sent_as and not self.member.is_id(value):
            return super().make(run, {self.label_sent_as: value, **body})
        return super().make(run, {self.id_sent_as: run.resolve(self.member, value, self.option), **body})

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        value = str(run.param(self.option))
        place = self.place(run)
        return {
            **super().foreseen(run, wanted),
            place.pages.item_id if self.member.is_id(value) else place.label: value,
        }

    def identity(self, current: Object) -> Object:
        return {}


@dataclass(frozen=True)
class Setting(Stateful):
    """Values that are always there and only change.

    With ``by`` it is one row of a list, found by those fields; without, a single object at the collection's item path.
    One whose collection says ``unset`` need not be there: present sets it, absent deletes it.

    :param default: the values that stand for absence, where the API has any.
    """

    default: t.Callable[[TaskContext], Object | None] | None = None
    by: tuple[str, ...] = ()

    def identity_options(self) -> Spec:
        return {}

    def find(self, run: TaskContext) -> Object | None:
        """The row or the single object; None where it is not set, or below a parent that only a check has made."""
        place = self.place(run)
        if not self.by:
            return run.single(place)
        if run.below_predicted(place):
            return None
        objects = run.objects(place)
        found = [each for each in objects if all(each.get(name) == run.param(name) for name in self.by)]
        if not found:
            name = self.by[0]
            near = difflib.get_close_matches(str(run.param(name)), [str(each.get(name)) for each in objects], n=3)
            hint = f" Near it: {', '.join(near)}." if near else ""
            raise NotFound(
                f"there is no {place.spoken} for the {name} {run.param(name)!r}",
                f"Name one that fjcorp.openai.{self.module_name}_info lists.{hint}",
            )
        return found[0]

    def present(self, run: TaskContext) -> dict[str, t.Any]:
        return self.converge(run, self.wanted(run))

    def absent(self, run: TaskContext) -> dict[str, t.Any]:
        if self.place(run).unset:
            return super().absent(run)
        values = self.default(run) if self.default is not None else None
        if values is None:
            why = self.removal.why if isinstance(self.removal, Refuse) else "Set the values you want."
            raise InvalidArgument(f"a {self.collection.spoken} cannot be removed", why)
        return self.converge(run, values)

    def converge(self, run: TaskContext, wanted: Object) -> dict[str, t.Any]:
        """Set what differs."""
        settable = {name: value for name, value in wanted.items() if name not in self.by}
        current = self.find(run)
        if current is not None:
            return self.update(run, current, settable)
        unset = self.place(run).unset
        after = self.with_values({}, wanted)
        if unset and not run.check_mode:
            after = {**after, **self.change(run, {}, settable)}
            run.done.append(f"set {self.spoken(run)}")
        return self.result(run, after, None if unset else {}, self.readable(settable), bool(settable))

    def identity(self, current: Object) -> Object:
        return {entry.name: get_path(current, entry.read) for entry in self.fields if entry.read}

    def item_ids(self, run: TaskContext, current: Object) -> dict[str, str]:
        return super().item_ids(run, current) if self.by else dict(run.ids)
