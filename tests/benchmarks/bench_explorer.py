"""The explorer in a real JupyterLab: until the first view is drawn, until a click is, and how much a click sends.

    python tests/benchmarks/bench_explorer.py [--articles 500 1000 100000] [--clicks 12]

Synthetic news (8 actors and 4 places an article, after Zipf, among 5,000 and 2,000). A click ends with the last change of the page
or of the map in its frame; its payload is all that the kernel sends over the socket meanwhile. ``in the kernel`` is the time
that the click takes in Python alone, without browser or socket.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
ACTORS, PLACES, PUBLISHERS = 5000, 2000, 40
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
#: What is pressed, in turns: a box of a list of names, or the unit of counting.
WATCH = """() => {
    const box = document.querySelector('.wb-explorer');
    window.changed = 0;
    new MutationObserver(() => { window.changed = Date.now(); }).observe(
        box, {subtree: true, childList: true, characterData: true, attributes: true});
}"""
WATCH_MAP = """() => {
    window.changed = 0;
    new MutationObserver(() => { window.changed = Date.now(); }).observe(
        document.body, {subtree: true, childList: true, attributes: true});
}"""


def world(articles: int, seed: int = 0):
    """A corpus of articles of twelve sentences, a name at the beginning of each."""
    from workbench import schema
    from workbench.corpus import Corpus

    rng = np.random.default_rng(seed)

    def zipf(size: int, things: int) -> np.ndarray:
        weight = 1 / np.arange(1, things + 1)
        return np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random(size)).clip(0, things - 1)

    verbs, days, things = ["said", "told reporters", "wrote", "denied"], ["Monday", "Tuesday", "Friday"], ["talks", "the strike", "work"]
    rest = [f" {verbs[k % 4]} on {days[k % 3]} that {things[k // 4]} would go on.".ljust(52) for k in range(12)]
    length = 12 + 52
    actors, places = zipf(8 * articles, ACTORS).reshape(-1, 8), zipf(4 * articles, PLACES).reshape(-1, 4)
    names = np.array([f"Person {k:05d}" for k in range(ACTORS)]), np.array([f"Town   {k:05d}" for k in range(PLACES)])
    said = np.column_stack([names[0][actors], names[1][places]])
    texts = ["".join(name + tail for name, tail in zip(row, rest, strict=True)) for row in said]
    ids = np.array([f"d{k:06d}" for k in range(articles)])
    dates = pd.Series(np.datetime64("2015-01-01") + rng.integers(0, 3000, articles).astype("timedelta64[D]")).astype("datetime64[us]")
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": ids, "publisher": [f"Paper {k:02d}" for k in zipf(articles, PUBLISHERS)],
        "headline": [f"Article {k}" for k in range(articles)],
        "date_published": dates.mask(rng.random(articles) < 0.05), "date_basis": "metadata", "date_confidence": 1.0, "in_language": "en",
        "text": texts, "text_sha256": ""}))

    def spans(table: str, codes: np.ndarray, words: np.ndarray, at: int, key: str, **more) -> pd.DataFrame:
        doc, slot = np.repeat(ids, codes.shape[1]), np.tile(np.arange(codes.shape[1]), articles) + at
        start = slot * length
        frame = pd.DataFrame({"document_id": doc, "start": start, "end": start + 12, "text": words[codes].ravel(), "score": 0.9, key: [
            f"{key[0]}{k}" for k in codes.ravel()], "annotator": "bench/chance", **more})
        frame["span_id"] = frame["document_id"] + "#char=" + frame["start"].astype(str) + "," + frame["end"].astype(str)
        return schema.conform(table, frame)

    story = np.where(rng.random(articles) < 0.1, rng.integers(0, articles, articles), np.arange(articles))
    towns = np.arange(PLACES)
    return Corpus({
        "documents": documents, "mentions": spans("mentions", actors, names[0], 0, "entity_id", label="PERSON"),
        "toponyms": spans("toponyms", places, names[1], 8, "place_id", label="literal", reason="by chance"),
        "stories": pd.DataFrame({"document_id": ids, "story_id": ids[story], "is_lead": story == np.arange(articles)}),
        "entities": pd.DataFrame({"entity_id": [f"e{k}" for k in range(ACTORS)], "name": names[0], "label": "PERSON", "origin": "corpus"}),
        "places": pd.DataFrame({"place_id": [f"p{k}" for k in towns], "name": names[1], "latitude": -55 + 0.06 * towns,
                                "longitude": (37.0 * towns) % 340 - 170, "country_code": "XX", "feature_class": "P"})})


def lab(home: Path) -> tuple[subprocess.Popen, str]:
    """A JupyterLab of its own, on this machine only."""
    (home / "app").mkdir()
    quiet = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}}
    (home / "app" / "overrides.json").write_text(json.dumps(quiet))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR",
               "JUPYTERLAB_WORKSPACES_DIR")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
         f"--ServerApp.root_dir={home}", "--IdentityProvider.token=", "--ServerApp.port_retries=0", "--expose-app-in-browser",
         f"--LabApp.app_settings_dir={home / 'app'}"],
        env=os.environ | {name: str(home / name.lower()) for name in folders}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/api/status", timeout=5)
            return server, address
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise RuntimeError("JupyterLab did not start")


CELLS = ["import workbench as wb, time, json, pathlib\ncorpus = wb.load({folder!r})\nview = wb.Selection()",
         "wb.explorer(corpus, view)",
         "corpus = wb.load({folder!r})\nview = wb.Selection()",
         "wb.explorer(corpus, view)",
         """from workbench.summaries import index_of
import numpy as np
names, times = index_of(corpus).actors.ids, []
for k in range(20):
    begin = time.perf_counter(); view.where(actor=str(names[7 * k])); times.append(1000 * (time.perf_counter() - begin))
view.clear()
pathlib.Path({out!r}).write_text(json.dumps(times))"""]


def run(page, number: int) -> None:
    """Run one cell of the notebook."""
    page.evaluate(f"window.jupyterapp.shell.currentWidget.content.activeCellIndex = {number}")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-cell')")


def drawn(page, number: int) -> None:
    """Wait until the explorer of a cell is drawn: plot, map and lists."""
    page.wait_for_function("""number => {
        const cell = document.querySelectorAll('.jp-Cell')[number];
        return ['.wb-facet li', '.js-plotly-plot .main-svg', '.wb-pane-body li'].every((part) => cell?.querySelector(part));
    }""", arg=number, polling=20)
    page.frame_locator(f".jp-Cell >> nth={number} >> iframe.wb-map-frame").locator(".wb-mark").first.wait_for()


def quiet(page, frame, begin: float) -> float:
    """Milliseconds from a moment to the last change of the page or the map, once nothing has changed for a while."""
    last = begin
    while True:
        now = max(page.evaluate("window.changed"), frame.evaluate("window.changed"))
        last = max(last, now)
        if last > begin and time.time() * 1000 - last > 600:
            return last - begin
        if time.time() * 1000 - begin > 30_000:
            raise RuntimeError("nothing was drawn")
        time.sleep(0.05)


def measured(page, address: str, home: Path, articles: int, clicks: int) -> str:
    import workbench as wb

    folder, out = home / f"corpus{articles}", home / f"kernel{articles}.json"
    wb.save(world(articles), folder)
    cells = [nbformat.v4.new_code_cell(code.format(folder=str(folder), out=str(out))) for code in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}), home / f"n{articles}.ipynb")
    page.goto(f"{address}/lab/tree/n{articles}.ipynb?reset")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'")
    idle = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
    first = []
    for load, show in ((0, 1), (2, 3)):
        run(page, load)
        page.wait_for_timeout(500)
        page.wait_for_function(idle)
        begin = time.perf_counter()
        run(page, show)
        drawn(page, show)
        first.append(time.perf_counter() - begin)
        page.wait_for_timeout(1500)
        if show == 1:
            page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    box, frame = page.locator(".wb-explorer"), page.locator("iframe.wb-map-frame").element_handle().content_frame()
    box.scroll_into_view_if_needed()
    page.evaluate(WATCH)
    frame.evaluate(WATCH_MAP)
    wall, sent = [], []
    for k in range(clicks):
        target = box.locator(".wb-facet").nth(k % 3).locator("li input").nth(k // 3 % 6)
        target.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        page.received = 0
        begin = target.evaluate("e => { const now = Date.now(); e.click(); return now; }")
        wall.append(quiet(page, frame, begin))
        sent.append(page.received / 1000)
        if k % 3 == 2:
            box.get_by_role("button", name="Take all filters away").click()
            page.wait_for_timeout(1000)
    run(page, 4)
    for _ in range(1200):
        if out.exists():
            break
        page.wait_for_timeout(100)
    kernel = json.loads(out.read_text())
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    return (f"| {articles:,} | {first[0]:.1f} | {first[1]:.1f} | {np.median(wall):.0f} ({np.max(wall):.0f}) | {np.median(kernel):.0f} "
            f"({np.max(kernel):.0f}) | {np.median(sent):.0f} ({np.max(sent):.0f}) |")


def main() -> None:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[500, 1000, 100_000])
    parser.add_argument("--clicks", type=int, default=12)
    arguments = parser.parse_args()
    print("Median (largest).\n\n| articles | first view, fresh kernel, s | first view, s | click to drawn, ms | in the kernel, ms | "
          "sent for a click, kB |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        server, address = lab(Path(name))
        try:
            chromium = os.environ.get("WORKBENCH_CHROMIUM") or next(
                filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
            browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", OFFLINE])
            page = browser.new_page(viewport={"width": 1280, "height": 1200})
            page.set_default_timeout(240_000)
            page.received = 0

            def heard(frame) -> None:
                page.received += len(frame)

            page.on("websocket", lambda ws: ws.on("framereceived", heard))
            for articles in arguments.articles:
                print(measured(page, address, Path(name), articles, arguments.clicks), flush=True)
            browser.close()
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
