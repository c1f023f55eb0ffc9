"""What tests of several rooms share: a real browser with the network blocked."""

import os
import shutil
from pathlib import Path

import pytest

#: Nothing but this machine is reachable from the browser.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"


def _chromium() -> str | None:
    """Where Chromium is: WORKBENCH_CHROMIUM, a program of the system, or None where playwright's own is to be tried."""
    named = os.environ.get("WORKBENCH_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


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
