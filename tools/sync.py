# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Update everything that is generated from the declarations.

The declaration owns the structure, the file owns the prose. Written here: the structural part of every option in the
modules' DOCUMENTATION and in the doc fragments, the list of fragments, the head and the tail of the module files, the
structure of the return values (see ``tools/returns.py``), the files in ``plugins/action``, the action groups in
``meta/runtime.yml``, the tables of modules in ``README.md`` and the page ``docs/docsite/rst/modules.rst``.
Descriptions, notes, examples and samples are not changed.

``tools/sync.py`` writes; ``tools/sync.py --check`` writes nothing, names every file that would change and everything
that has no real description yet, and exits 1 if there is anything to name.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import returns
import yaml
from declarations import NAMESPACE, ROOT, Declared, declarations, option_groups, private
from documents import UNWRITTEN, Document, block, dump, read_yaml, strings_of, with_string, written
from plugin_index import PLUGIN_KINDS, Rows, by_group, readme_tables, site_page

UTILS = "ansible_collections.fjcorp.openai.plugins.module_utils"

VERSION = str(yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"])
REQUIRES_ANSIBLE = ">=2.16.0"
REPOSITORY = "https://github.com/fjcorp/ansible-collection-openai"
LICENCE = """\
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""
# Copies rather than links: tools for documentation take a link for a redirect to the module it points at.
ACTION = f'''\
{LICENCE}
"""Run the module of the same name in Ansible's own process. All action plugins have this content."""

from __future__ import annotations

from ansible_collections.fjcorp.openai.plugins.plugin_utils._action_runner import ActionModule, preload

preload(__name__)

__all__ = ["ActionModule"]
'''
"""The text of every file in ``plugins/action``."""

STRUCTURE = ("type", "elements", "required", "default", "choices", "aliases", "suboptions")
HEAD = (
    "module",
    "short_description",
    "version_added",
    "description",
    "author",
    "requirements",
    "extends_documentation_fragment",
    "attributes",
    "options",
    "notes",
    "seealso",
)
BEGIN, END = "<!-- modules: written by tools/sync.py -->", "<!-- modules: end -->"

# --- structure -------------------------------------------------------------------------------------------------------


def ordered(mapping: Mapping[str, Any], first: tuple[str, ...]) -> Document:
    """A mapping with some keys first."""
    return {
        **{key: mapping[key] for key in first if key in mapping},
        **{k: v for k, v in mapping.items() if k not in first},
    }


def documented(spec: Mapping[str, Any], old: Mapping[str, Any] | None) -> Document:
    """One option's documentation: its prose as it was, its structure as declared."""
    old = old or {}
    new: Document = {"description": old.get("description", [UNWRITTEN])}
    if isinstance(new["description"], str):
        new["description"] = [new["description"]]
    new["type"] = spec.get("type", "str")
    for key in ("elements", "required", "default"):
        if key in spec:
            new[key] = spec[key]
    if "choices" in spec:
        described = old.get("choices")
        if isinstance(described, dict):
            new["choices"] = {choice: described.get(choice, [UNWRITTEN]) for choice in spec["choices"]}
        else:
            new["choices"] = list(spec["choices"])
    if spec.get("aliases"):
        new["aliases"] = list(spec["aliases"])
    if spec.get("options"):
        new["suboptions"] = described_options(spec["options"], old.get("suboptions"))
    return {**new, **{key: value for key, value in old.items() if key not in new and key not in STRUCTURE}}


def described_options(specs: Mapping[str, Mapping[str, Any]], old: Mapping[str, Any] | None) -> Document:
    """The documentation of several options, in the declaration's order."""
    return {name: documented(spec, (old or {}).get(name)) for name, spec in specs.items()}


def fragments_of(options: Mapping[str, Any], key: str) -> tuple[list[str], set[str]]:
    """The doc fragments a module takes, and the options they document."""
    names, covered = [], set()
    for name, group in option_groups().items():
        if all(options.get(option) == spec for option, spec in group.items()):
            names.append(name)
            covered |= set(group)
    return [*sorted(names, key=lambda each: each == "connection"), *([key] if key else []), "attributes"], covered


# --- files -----------------------------------------------------------------------------------------------------------


@dataclass
class Work:
    """Files to write and texts that are missing.

    :ivar files: required text by path relative to the root; ``gone`` the paths to delete.
    :ivar lacking: places without a description, and other problems that need manual work.
    """

    files: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    def changed(self) -> list[str]:
        """The paths that are not as they should be."""
        paths = [path for path, text in self.files.items() if not _is_text(ROOT / path, text)]
        return sorted([*paths, *self.gone])

    def write(self) -> None:
        """Make everything as it should be."""
        for path in self.changed():
            place = ROOT / path
            if place.is_symlink() or path in self.gone:
                place.unlink()
            if path in self.files:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(self.files[path], encoding="utf-8")


def _is_text(path: Path, text: str) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_text(encoding="utf-8") == text


# --- modules ---------------------------------------------------------------------------------------------------------


def module_file(declared: Declared, work: Work) -> str:
    """Return the text of a module's file; its present descriptions are kept."""
    path = ROOT / "plugins" / "modules" / f"{declared.name}.py"
    old = strings_of(path.read_text(encoding="utf-8")) if path.is_file() else {}
    texts = {name: str(node.value) for name, node in old.items()}
    place = f"plugins/modules/{declared.name}.py"
    doc: Document = read_yaml(texts.get("DOCUMENTATION", ""), f"{place}: DOCUMENTATION") or {}
    doc["module"] = declared.name
    doc.setdefault("short_description", UNWRITTEN)
    doc.setdefault("description", [UNWRITTEN])
    doc.setdefault("version_added", VERSION)
    doc.setdefault("author", ["fjcorp maintainers (@fjcorp)"])
    support: Document = doc.setdefault("attributes", {})
    reads = declared.symbol.endswith("_INFO")
    for name in ("check_mode", "diff_mode", "idempotent"):
        # The fragment describes the attribute; the module documents how far it supports it.
        support.setdefault(name, {"support": "N/A" if reads and name == "diff_mode" else "full"})
    specs = declared.module.argument_spec()
    fragments, covered = fragments_of(specs, declared.key)
    known = doc.get("options") or {}
    own = {name: spec for name, spec in specs.items() if name not in covered or known.get(name, {}).get("description")}
    doc["options"] = described_options(own, known)
    if not own:
        del doc["options"]
    others = [each for each in doc.get("extends_documentation_fragment", []) if not each.startswith(f"{NAMESPACE}.")]
    doc["extends_documentation_fragment"] = [*(f"{NAMESPACE}.{each}" for each in fragments), *others]
    values = returns.document(declared, read_yaml(texts.get("RETURN", ""), f"{place}: RETURN") or {})
    work.lacking += [f"{place}: {lack}" for lack in lacking_in(doc)]
    work.lacking += [
        f"{place}: {lack}"
        for lack in lacking_examples(read_yaml(texts.get("EXAMPLES", ""), f"{place}: EXAMPLES"), declared)
    ]
    work.lacking += [f"{place}: {lack}" for lack in returns.lacking(values)]
    return "\n".join(
        (
            "#!/usr/bin/python\n" + LICENCE + "from __future__ import annotations",
            "",
            f"DOCUMENTATION = {block(dump(ordered(doc, HEAD)))}",
            "",
            f"EXAMPLES = {block(texts.get('EXAMPLES', f'# {UNWRITTEN}'))}",
            "",
            f"RETURN = {returns.block_of(values)}",
            "",
            f"from {UTILS}._module import main",
            import_line(f"{UTILS}._resources.{declared.file}", declared.symbol),
            "",
            'if __name__ == "__main__":',
            f"    main({declared.symbol})",
            "",
        )
    )


def import_line(module: str, name: str) -> str:
    """Return an import as the formatter writes it."""
    line = f"from {module} import {name}"
    return line if len(line) <= 120 else f"from {module} import (\n    {name},\n)"


def lacking_in(doc: Mapping[str, Any]) -> Iterator[str]:
    """Return the parts of a documentation that have no description."""
    for key in ("short_description", "description"):
        if key in doc and not written(doc[key]):
            yield f"no {key}"
    yield from _lacking_options(doc.get("options"), "option ")


def _lacking_options(options: Mapping[str, Any] | None, path: str) -> Iterator[str]:
    for name, option in (options or {}).items():
        if not written(option.get("description")):
            yield f"{path}{name} has no description"
        choices = option.get("choices")
        for choice, text in choices.items() if isinstance(choices, dict) else ():
            if not written(text):
                yield f"{path}{name}: choice {choice} has no description"
        yield from _lacking_options(option.get("suboptions"), f"{path}{name}.")


def lacking_examples(examples: Any, declared: Declared) -> Iterator[str]:
    """Return the problems of the examples: at least three named tasks with the full name of the module are required."""
    tasks = examples or []
    own = [task for task in tasks if declared.fqcn in task]
    if len(own) < 3:
        yield f"{len(own)} examples of {declared.fqcn}, not three"
    for number, task in enumerate(tasks, 1):
        if not task.get("name"):
            yield f"example {number} has no name"


# --- fragments -------------------------------------------------------------------------------------------------------


def fragment_file(name: str, specs: Mapping[str, Mapping[str, Any]], work: Work) -> str:
    """The text of a doc fragment that documents a group of options."""
    place = f"plugins/doc_fragments/{name}.py"
    path = ROOT / place
    if path.is_file():
        text = path.read_text(encoding="utf-8")
    else:
        text = LICENCE + (
            "from __future__ import annotations\n\n\n"
            f'class ModuleDocFragment:\n    """{name.capitalize()} options."""\n\n    DOCUMENTATION = r"""\n{{}}\n"""\n'
        )
    node = strings_of(text)["DOCUMENTATION"]
    doc: Document = yaml.safe_load(str(node.value)) or {}
    doc["options"] = described_options(specs, doc.get("options"))
    work.lacking += [f"{place}: {lack}" for lack in lacking_in(doc)]
    return with_string(text, node, block(dump(ordered(doc, HEAD))))


def lookup_fragment(connection: str) -> str:
    """Return the fragment with the connection options of a lookup: the text of the modules, with other sources."""
    doc = yaml.safe_load(str(strings_of(connection)["DOCUMENTATION"].value))
    environment = private("_api.connection").ENVIRONMENT
    for name, entry in doc["options"].items():
        entry["vars"] = [{"name": f"fjcorp_openai_{name}"}]
        if name in environment:
            entry["env"] = [{"name": variable} for variable in environment[name]]
        entry["ini"] = [{"section": "fjcorp_openai", "key": name}]
    text = (
        "# Written by tools/sync.py from the fragment connection.\n"
        "from __future__ import annotations\n\n\n"
        'class ModuleDocFragment:\n    """Options for the connection of a lookup to the API and for authentication."""\n\n    DOCUMENTATION = '
    )
    return LICENCE + text + block(dump({"options": doc["options"]})) + "\n"


def check_fragment(name: str, work: Work) -> None:
    """See that a fragment that holds only prose is there."""
    place = f"plugins/doc_fragments/{name}.py"
    if not (ROOT / place).is_file():
        work.lacking.append(f"{place}: the file is missing")
        return
    for symbol, node in strings_of((ROOT / place).read_text(encoding="utf-8")).items():
        doc = yaml.safe_load(str(node.value)) or {}
        for attribute, entry in (doc.get("attributes") or {}).items():
            if not written(entry.get("description")):
                work.lacking.append(f"{place}: {symbol}: attribute {attribute} has no description")
        if not all(written(note) for note in doc.get("notes", [])):
            work.lacking.append(f"{place}: {symbol}: a note is not written")


# --- indexes ---------------------------------------------------------------------------------------------------------


def runtime_file(declared: list[Declared]) -> str:
    """Return ``meta/runtime.yml`` with the action groups; other content is preserved."""
    path = ROOT / "meta" / "runtime.yml"
    old = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.is_file() else {}
    groups: Document = {"admin": [], "project": []}
    rest: list[str] = []
    for each in declared:
        groups.get(each.key, rest).append(each.name)
    everything = [{"metadata": {"extend_group": [f"{NAMESPACE}.{name}" for name in groups]}}, *rest]
    new = {"requires_ansible": REQUIRES_ANSIBLE, "action_groups": {"all": everything, **groups}}
    return "---\n# The action groups are written by tools/sync.py.\n" + dump(
        {**new, **{key: value for key, value in old.items() if key not in new}}
    )


def readme_file(rows: Mapping[str, Rows], work: Work) -> str | None:
    """Return ``README.md`` with its tables of modules."""
    path = ROOT / "README.md"
    if not path.is_file():
        work.lacking.append("README.md: the file is missing")
        return None
    text = path.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        work.lacking.append(f"README.md: the markers {BEGIN} and {END} are missing")
        return None
    tables = readme_tables(rows, f"{REPOSITORY}/blob/main/plugins/modules/{{name}}.py")
    head, rest = text.split(BEGIN, 1)
    return head + BEGIN + "\n\n" + tables + "\n\n" + END + rest.split(END, 1)[1]


def short_description(text: str) -> str:
    """Return the short description of a plugin from the text of its file."""
    return str(yaml.safe_load(str(strings_of(text)["DOCUMENTATION"].value))["short_description"])


def plugins_by_kind() -> dict[str, Rows]:
    """Return the names and short descriptions of all plugins that are not modules."""
    found: dict[str, Rows] = {}
    for kind in PLUGIN_KINDS:
        paths = sorted((ROOT / "plugins" / kind).glob("*.py"))
        found[kind] = [(path.stem, short_description(path.read_text(encoding="utf-8"))) for path in paths]
    return found


def plan() -> Work:
    """Everything as it should be."""
    work = Work()
    declared = declarations()
    modules = {each.name: module_file(each, work) for each in declared}
    work.files.update({f"plugins/modules/{name}.py": text for name, text in modules.items()})
    for name, specs in option_groups().items():
        work.files[f"plugins/doc_fragments/{name}.py"] = fragment_file(name, specs, work)
    connection = work.files["plugins/doc_fragments/connection.py"]
    work.files["plugins/doc_fragments/connection_lookup.py"] = lookup_fragment(connection)
    for name in ("admin", "project", "attributes"):
        check_fragment(name, work)
    work.files["meta/runtime.yml"] = runtime_file(declared)
    rows = by_group(declared, {name: short_description(text) for name, text in modules.items()})
    work.files["docs/docsite/rst/modules.rst"] = site_page(LICENCE, rows, plugins_by_kind())
    readme = readme_file(rows, work)
    if readme is not None:
        work.files["README.md"] = readme
    names = {f"{name}.py" for name in modules}
    work.files.update({f"plugins/action/{name}": ACTION for name in names})
    actions = sorted((ROOT / "plugins" / "action").glob("*.py"))
    work.gone += [f"plugins/action/{path.name}" for path in actions if path.name not in names]
    for path in sorted((ROOT / "plugins" / "modules").glob("*.py")):
        if path.name not in names:
            work.lacking.append(
                f"plugins/modules/{path.name}: no declaration stands behind it; remove it or declare it"
            )
    return work


def main(arguments: list[str] | None = None) -> int:
    """Run the tool; the exit code."""
    parser = argparse.ArgumentParser(description="Bring documentation and indexes into line with the declarations.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, name what is out of line, exit 1 if anything is"
    )
    options = parser.parse_args(arguments)
    work = plan()
    changed = work.changed()
    for path in changed:
        print(f"{path}: {'out of line with the declarations; run tools/sync.py' if options.check else 'written'}")
    if not options.check:
        work.write()
    for lack in work.lacking:
        print(lack)
    if not changed and not work.lacking:
        print(f"{len(work.files)} files agree with {len(declarations())} declarations")
    return 1 if work.lacking or (options.check and changed) else 0


if __name__ == "__main__":
    sys.exit(main())
