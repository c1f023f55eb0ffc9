"""The page for a room of people: a notebook without its code, and nothing asked of the internet."""

import os
import re
import subprocess
import sys
import threading
import time

import nbformat
import pytest

pytestmark = pytest.mark.browser


def test_a_notebook_is_served_without_its_code_and_without_the_internet(tmp_path, page, artefact):
    pytest.importorskip("voila")
    path = tmp_path / "12-how-many-quays.ipynb"
    slider = "import ipywidgets\nipywidgets.IntSlider(7, description='quays')"
    cells = [nbformat.v4.new_markdown_cell("# How many quays?"), nbformat.v4.new_code_cell(slider)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}), path)
    homes = {name: str(tmp_path / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    server = subprocess.Popen([sys.executable, "-m", "workbench.classroom", "app", str(path)], env=os.environ | homes, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    said: list[str] = []
    threading.Thread(target=lambda: said.extend(iter(server.stdout.readline, "")), daemon=True).start()
    try:
        for _ in range(600):
            if found := re.search(r"https?://localhost:\d+/", "".join(said)):
                break
            assert server.poll() is None, said
            time.sleep(0.1)
        page.set_default_timeout(120_000)  # the machine may be busy
        page.goto(found[0], wait_until="commit")
        page.wait_for_selector(".widget-slider")
        assert page.locator("h1").inner_text().startswith("How many quays?")
        assert page.locator(".jp-InputArea-editor, .CodeMirror, .highlight").count() == 0
        page.screenshot(path=artefact / "app.png")
        assert page.trouble == []
    finally:
        os.killpg(server.pid, 15)
        server.wait(20)
