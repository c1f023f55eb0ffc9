"""The doors of the house: which room may import which, read from the source."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent / "workbench"

#: room -> rooms it may import. A room is a folder or module directly in workbench/.
DOORS = {
    "schema": set(),
    "registry": set(),
    "sentences": set(),
    "corpus": {"schema"},
    "knowledge": {"schema"},
    "readers": {"schema", "registry", "corpus", "knowledge", "store"},
    "annotators": {"schema", "registry", "corpus", "knowledge", "sentences"},
    "corrections": {"schema", "corpus"},
    "summaries": {"schema", "sentences"},
    "search": {"schema", "corpus"},
    "store": {"schema", "corpus"},
    "engine": {"schema", "corpus", "store"},
    "pipeline": {"schema", "registry", "corpus", "annotators", "corrections", "engine", "store"},
    "selection": {"schema", "corpus", "summaries", "search"},
    "figures": {"schema", "knowledge"},
    "views": {"schema", "corpus", "selection", "summaries", "search", "figures"},
    "pages": {"corpus", "selection", "summaries", "figures"},
    "widgets": {"schema", "corpus", "corrections", "pipeline", "selection", "summaries", "search", "figures", "exports", "views"},
    "exports": {"schema", "corpus", "summaries", "figures"},
    "classroom": {"schema", "corpus", "lesson"},
    "lesson": set(),
}
OPEN = {"__init__", "__main__", "build"}  # the front door, the command line, and the scripts that make packaged data may import all
#: Outside packages that only these rooms may import.
KEPT = {
    "plotly": {"figures", "widgets", "views"}, "folium": {"figures", "views"},
    "ipywidgets": {"widgets"}, "anywidget": {"widgets"}, "IPython": {"widgets"},
    "spacy": {"annotators"}, "onnxruntime": {"annotators"}, "ahocorasick_rs": {"annotators", "knowledge"},
    "duckdb": {"search", "store", "engine"},
    "distributed": {"engine"}, "dask": {"engine"}, "trafilatura": {"readers"}, "requests": set(), "urllib3": set(), "httpx": set(),
    "pickle": set(), "joblib": set(),
}
HEAVY = {"spacy", "onnxruntime", "folium", "plotly", "trafilatura", "duckdb", "dask", "distributed", "lxml", "IPython"}
FILES = sorted(HOUSE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(HOUSE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path):
    """(module, whether at the top of the file, line) of each import."""
    tree = ast.parse(path.read_text(encoding="utf8"))
    top = set(tree.body)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node in top, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: imports are absolute"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node in top, node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_room_imports_only_through_its_doors(path):
    room = room_of(path)
    assert room in DOORS or room in OPEN, f"{room} is no room of the house; add it to DOORS with its doors"
    for module, top, line in imports(path):
        where = f"{path.relative_to(HOUSE)}:{line} imports {module}"
        parts = module.split(".")
        if parts[0] == "workbench":
            if room in OPEN or len(parts) < 2 or parts[1] == "__version__":
                continue
            if parts[1] == room:
                if (HOUSE / room).is_dir() and path.name not in ("explorer.py", "__init__.py"):
                    sibling = len(parts) > 2 and (HOUSE / room / f"{parts[2]}.py").exists() and parts[2] != path.stem
                    assert not sibling, f"{where}: siblings do not know each other"
                continue
            assert parts[1] in DOORS[room], f"{where}; {room} may import {sorted(DOORS[room]) or 'nothing'}"
        elif parts[0] in KEPT and room not in OPEN:
            assert room in KEPT[parts[0]], f"{where}; only {sorted(KEPT[parts[0]]) or 'no room'} may"
        assert room == "build" or not (top and parts[0] in HEAVY), f"{where} at the top; heavy packages are imported inside functions"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_no_dangerous_calls(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "__import__"), f"{path.name}:{node.lineno} calls {node.func.id}"


def test_every_room_is_declared_and_none_is_called_utils():
    rooms = {room_of(path) for path in FILES} - OPEN
    assert rooms <= set(DOORS)
    assert not {p.stem for p in FILES} & {"utils", "helpers", "settings", "common", "misc"}
