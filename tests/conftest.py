"""What tests of several rooms share: a real browser with the network blocked, and a JupyterLab of their own."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import types
import urllib.request
from pathlib import Path

import pytest

#: Nothing but this machine is reachable from the browser.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"


def _chromium() -> str | None:
    """Where Chromium is: WORKBENCH_CHROMIUM, a program of the system, or None where playwright's own is to be tried."""
    named = os.environ.get("WORKBENCH_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """With ``--dist loadgroup``: a file's tests stay together; those with a browser, which take longest, come first and one by one."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    for item in items:
        item.add_marker(pytest.mark.xdist_group("browser" if item.get_closest_marker("browser") else item.location[0]))


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium; a missing one skips the test, or fails it where WORKBENCH_REQUIRE_BROWSER=1."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return _without("pip install playwright")
    with sync_playwright() as play:
        try:
            found = play.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", OFFLINE])
        except Error as error:
            return _without(str(error).splitlines()[0])
        yield found
        found.close()


def _without(reason: str) -> None:
    message = f"no browser: apt-get install chromium, or playwright install chromium ({reason})"
    if os.environ.get("WORKBENCH_REQUIRE_BROWSER") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def page(browser, tmp_path):
    """A page of its own, with what went wrong on it in ``page.trouble``: console errors, exceptions, requests that leave."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    made = context.new_page()
    made.trouble = []
    made.on("console", lambda m: m.type == "error" and made.trouble.append(f"console: {m.text}"))
    made.on("pageerror", lambda e: made.trouble.append(f"exception: {e}"))
    made.on("request", lambda r: r.url.startswith(("file:", "data:", "about:", "blob:", "http://localhost", "http://127.0.0.1"))
            or made.trouble.append(f"request: {r.url}"))
    yield made
    context.close()


@pytest.fixture
def artefact():
    """A folder for screenshots, kept after the run: WORKBENCH_ARTEFACTS, or tests/browser/artefacts."""
    folder = Path(os.environ.get("WORKBENCH_ARTEFACTS", Path(__file__).parent / "browser" / "artefacts"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab of its own on this machine: ``lab.root`` is the folder it shows, ``lab.url(name)`` the address of a notebook in it.

    Its settings, workspaces and kernels are kept apart from the user's. ``window.jupyterapp`` is there to run commands.
    """
    home = tmp_path_factory.mktemp("lab")
    root = home / "root"
    (home / "app").mkdir()
    root.mkdir()
    quiet = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}}
    (home / "app" / "overrides.json").write_text(json.dumps(quiet))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR",
               "JUPYTERLAB_WORKSPACES_DIR")
    address = f"http://127.0.0.1:{port}"
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
             f"--ServerApp.root_dir={root}", "--IdentityProvider.token=", "--ServerApp.port_retries=0", "--expose-app-in-browser",
             f"--LabApp.app_settings_dir={home / 'app'}"],
            env=os.environ | {name: str(home / name.lower()) for name in folders}, stdout=log, stderr=log)
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api/status", timeout=5):
                    break
                assert server.poll() is None, (home / "log").read_text()
                time.sleep(0.1)
            yield types.SimpleNamespace(root=root, url=lambda name: f"{address}/lab/tree/{name}?reset", address=address)
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


@pytest.fixture
def run_notebook(lab, page):
    """Write cells of code into a notebook, open it in JupyterLab and run them all: ``run_notebook("name.ipynb", [code, ...])``."""
    import nbformat

    def run(name: str, cells: list[str], seconds: float = 90):
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells], metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}), lab.root / name)
        page.goto(lab.url(name))
        page.wait_for_function("window.jupyterapp && document.querySelector('.jp-NotebookPanel .jp-Cell')", timeout=1000 * seconds)
        page.wait_for_function(
            "window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'", timeout=1000 * seconds)
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_function(
            f"""[...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')].filter(n => /\\[\\d+\\]/.test(n.textContent))
                .length >= {len(cells)} || document.querySelector('.jp-OutputArea [data-mime-type="application/vnd.jupyter.stderr"]')""",
            timeout=1000 * seconds)

    return run
