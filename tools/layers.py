# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check the imports of the plugins by layer and the length of files, and draw the layers in docs/architecture.md.

    tools/layers.py --check   report upward imports, import cycles, long files and an outdated table; exit 1 if any
    tools/layers.py --write   write the table between the markers of docs/architecture.md
    tools/layers.py           print the table

A module imports from its own layer or from lower ones. Within a layer, modules do not import each other in a cycle. An
import under ``TYPE_CHECKING`` is never executed: it counts for the layers and not for cycles. Imports inside functions
count for both. Imports that are made from strings, such as that of a declaration by its name, are not seen.

The source is parsed and never imported, so the check needs neither ansible-core nor an installed collection, and works
while the code does not run.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""Top of the checkout."""

LAYERS: tuple[tuple[str, ...], ...] = (
    ("_support",),
    ("_api",),
    ("_engine",),
    ("_domain",),
    ("_resources",),
    ("_module",),
    ("plugin_utils",),
    ("modules", "action", "lookup", "filter", "test", "callback", "inventory", "doc_fragments"),
)
"""Packages of ``plugins/module_utils`` and folders of ``plugins``, lowest layer first."""

COLLECTION = "ansible_collections.fjcorp.openai.plugins."
LONGEST = 400
"""Lines that a file may have."""

MEASURED = ("plugins", "extensions/emulator", "tools", "tests")
"""Folders whose Python files are measured."""

DOCUMENTATION = ("DOCUMENTATION", "EXAMPLES", "RETURN")
"""Texts that Ansible reads from the file of a plugin. They describe every option and do not count as lines of code."""

PAGE = Path("docs/architecture.md")
BEGIN, END = "<!-- layers: written by tools/layers.py -->", "<!-- layers: end -->"


@dataclass
class Graph:
    """Modules and their imports, by dotted name below ``plugins``.

    :ivar imports: the modules that each module imports. :ivar types: of these, those that only annotations need.
    """

    imports: dict[str, set[str]] = field(default_factory=dict)
    types: dict[str, set[str]] = field(default_factory=dict)


def package(module: str) -> str:
    """Return the package of a module, such as ``_resources/models``, or its folder outside ``module_utils``."""
    folder, _dot, rest = module.partition(".")
    if folder != "module_utils":
        return folder
    parts = rest.split(".")
    return "/".join(parts[:2]) if parts[0] == "_resources" and len(parts) > 2 else parts[0]


def layer(module: str) -> int | None:
    """The number of a module's layer, 0 for the lowest; None when :data:`LAYERS` does not name its package."""
    name = package(module).partition("/")[0]
    return next((number for number, names in enumerate(LAYERS) if name in names), None)


# --- reading ---------------------------------------------------------------------------------------------------------


def scan(root: Path) -> Graph:
    """Read the imports between all modules below ``plugins``. Empty ``__init__.py`` files are left out.

    :raises SyntaxError: a file is not valid Python.
    """
    plugins = root / "plugins"
    paths = [path for path in sorted(plugins.rglob("*.py")) if path.name != "__init__.py" or path.stat().st_size]
    places = {dotted(path.relative_to(plugins)): path for path in paths}
    graph = Graph()
    for module, path in places.items():
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        base = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
        typed = {id(node) for node in type_imports(tree)}
        found: dict[bool, set[str]] = {True: set(), False: set()}
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                found[id(node) in typed] |= {name for name in targets(node, base, places) if name != module}
        graph.imports[module] = found[True] | found[False]
        graph.types[module] = found[True] - found[False]
    return graph


def dotted(path: Path) -> str:
    """The dotted name of a file; a package's is that of its folder."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def type_imports(tree: ast.Module) -> Iterator[ast.AST]:
    """Everything in the bodies of ``if TYPE_CHECKING:``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).rpartition(".")[2] == "TYPE_CHECKING":
            for statement in node.body:
                yield from ast.walk(statement)


def targets(node: ast.Import | ast.ImportFrom, base: list[str], places: dict[str, Path]) -> Iterator[str]:
    """The modules of the collection that a statement imports.

    :param base: the dotted name of the importing module's package.
    """
    if isinstance(node, ast.Import):
        names = [alias.name.removeprefix(COLLECTION) for alias in node.names if alias.name.startswith(COLLECTION)]
        yield from (name for name in names if name in places)
        return
    if node.level:
        above = base[: len(base) - node.level + 1]
        source = ".".join([*above, *([node.module] if node.module else [])])
    elif f"{node.module}.".startswith(COLLECTION):
        source = f"{node.module}.".removeprefix(COLLECTION).rstrip(".")
    else:
        return
    for alias in node.names:
        inner = f"{source}.{alias.name}" if source else alias.name
        if inner in places:
            yield inner
        elif source in places:
            yield source


# --- checking ------------------------------------------------------------------------------------------------------


def upward(graph: Graph) -> Iterator[str]:
    """Report imports of a higher layer, and packages that belong to no layer."""
    for name in sorted({package(module) for module in graph.imports if layer(module) is None}):
        yield f"plugins: {name} has no layer. Add it to LAYERS in tools/layers.py."
    for module, others in sorted(graph.imports.items()):
        for other in sorted(others):
            low, high = layer(module), layer(other)
            if low is not None and high is not None and high > low:
                yield f"{module} imports {other}: {package(module)} must not import from {package(other)}"


def cycles(graph: Graph) -> Iterator[str]:
    """Report the import cycles within a layer, each as a path that ends where it begins."""
    edges = {
        module: sorted(other for other in others - graph.types[module] if layer(other) == layer(module))
        for module, others in graph.imports.items()
    }
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> Iterator[str]:
        if module in path:
            yield "import cycle: " + " -> ".join([*path[path.index(module) :], module])
        elif module not in done:
            for other in edges[module]:
                yield from visit(other, [*path, module])
            done.add(module)

    for module in sorted(edges):
        yield from visit(module, [])


def length(path: Path) -> int:
    """Lines of a Python file without the texts that Ansible requires in it."""
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    for node in ast.parse(text, str(path)).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in DOCUMENTATION:
            lines -= (node.end_lineno or node.lineno) - node.lineno + 1
    return lines


def long_files(root: Path) -> dict[str, int]:
    """Return the files over :data:`LONGEST`, by path relative to the root, and their lines."""
    paths = [path for folder in MEASURED for path in sorted((root / folder).rglob("*.py"))]
    lengths = {path.relative_to(root).as_posix(): length(path) for path in paths if not path.is_symlink()}
    return {path: lines for path, lines in lengths.items() if lines > LONGEST}


# --- the table -------------------------------------------------------------------------------------------------------


def table(graph: Graph) -> str:
    """Return a table of the packages, highest layer first: number of modules, and imports by package."""
    sizes = Counter(package(module) for module in graph.imports)
    links: dict[str, Counter[str]] = defaultdict(Counter)
    for module, others in graph.imports.items():
        for other in others:
            if package(other) != package(module):
                links[package(module)][package(other)] += 1
    place = {package(module): layer(module) or 0 for module in graph.imports}
    lines = [
        "| Layer | Package | Modules | Imports from lower layers and other packages of its own |",
        "| --- " * 4 + "|",
    ]
    for name in sorted(sizes, key=lambda each: (-place[each], each)):
        found = sorted(links[name].items(), key=lambda each: (-place[each[0]], each[0]))
        imports = ", ".join(f"`{other}` {count}" for other, count in found) or "none"
        lines.append(f"| {place[name] + 1} | `{name}` | {sizes[name]} | {imports} |")
    return "\n".join(lines)


def page_with(text: str, picture: str) -> str | None:
    """Return the page with the table between its markers; None if it has no markers."""
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    return f"{before}{begin}\n\n{picture}\n\n{end}{after}" if begin and end else None


def check(root: Path) -> list[str]:
    """Everything that is wrong."""
    graph = scan(root)
    errors = [*upward(graph), *cycles(graph)]
    errors += [f"{path}: {lines} lines, at most {LONGEST}" for path, lines in long_files(root).items()]
    text = (root / PAGE).read_text(encoding="utf-8")
    page = page_with(text, table(graph))
    if page is None:
        errors.append(f"{PAGE}: the markers of the table of layers are missing")
    elif page != text:
        errors.append(f"{PAGE}: the table of layers is outdated. Run tools/layers.py --write.")
    return errors


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="report what is wrong and write nothing")
    mode.add_argument("--write", action="store_true", help=f"write the table in {PAGE}")
    options = parser.parse_args()
    if options.check:
        errors = check(ROOT)
        print("\n".join(errors) or "layers: ok")
        return 1 if errors else 0
    picture = table(scan(ROOT))
    if not options.write:
        print(picture)
        return 0
    page = page_with((ROOT / PAGE).read_text(encoding="utf-8"), picture)
    if page is None:
        print(f"{PAGE}: the markers of the table of layers are missing")
        return 1
    (ROOT / PAGE).write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
