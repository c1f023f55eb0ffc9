"""Four lessons in a real JupyterLab with the network blocked, clicked through as a student would."""

import re
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
RAN = """n => [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')].filter(p => /\\[\\d+\\]/.test(p.textContent)).length >= n
    || document.querySelector('[data-mime-type="application/vnd.jupyter.error"]')"""


def opened(lab, page, start, seconds=240):
    """Open the notebook whose name starts so, run all its cells, and wait for the last."""
    page.set_default_timeout(120_000)  # the machine may be busy
    for folder in ("notebooks", "seeds"):
        shutil.copytree(ROOT / folder, lab.root / folder, dirs_exist_ok=True)
    path = next((ROOT / "notebooks").glob(f"{start}-*.ipynb"))
    # JupyterLab draws only the cells in sight, unless the window is high enough for all of them
    page.set_viewport_size({"width": 1280, "height": 12_000})
    page.goto(lab.url(f"notebooks/{path.name}"))
    page.wait_for_function("window.jupyterapp && document.querySelector('.jp-NotebookPanel .jp-Cell')", timeout=1000 * seconds)
    page.wait_for_function("window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
                           timeout=1000 * seconds)
    page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    cells = page.evaluate("[...window.jupyterapp.shell.currentWidget.content.widgets].filter(w => w.model.type === 'code').length")
    page.wait_for_function(RAN, arg=cells, timeout=1000 * seconds)
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    return cells


def answered(page, task, answer):
    """Write an answer in place of the three dots, as a student does, and run the cell; gives what the lesson says."""
    cell = page.locator(".jp-CodeCell", has=page.locator(".cm-content", has_text=f'"{task}"'))
    lines = cell.locator(".cm-line")
    lines.first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+End")
    page.keyboard.insert_text(f"answer = {answer}")
    before = cell.locator(".jp-InputArea-prompt").inner_text()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "([cell, before]) => { const now = cell.querySelector('.jp-InputArea-prompt').textContent.trim();"
        " return /\\[\\d+\\]/.test(now) && now !== before.trim(); }", arg=[cell.element_handle(), before])
    return cell.locator(".jp-OutputArea-output").inner_text()


def test_the_tour_opens_what_is_folded_and_its_explorer_follows_mouse_and_code(lab, page, artefact):
    opened(lab, page, "01")
    article = page.locator(".jp-OutputArea-output .wb-article").first
    folded = article.locator("details.wb-furniture").last
    assert not folded.locator(".wb-text").is_visible()
    folded.locator("summary").click()
    assert folded.locator(".wb-text").is_visible()
    assert "place: Tripoli (" in article.locator("mark.wb-place", has_text="Tripoli").first.get_attribute("title")
    article.screenshot(path=artefact / "lesson_01_article.png")
    explorer = page.locator(".wb-explorer")
    explorer.get_by_role("button", name="Take all filters away").click()
    page.wait_for_function("document.querySelector('.wb-facts').textContent.startsWith('64 articles')")
    explorer.locator(".wb-facet").first.get_by_role("checkbox", name="Fayez al-Sarraj").check()
    page.wait_for_function("document.querySelector('.wb-facts').textContent.includes(' of 64 articles')")
    explorer.screenshot(path=artefact / "lesson_01.png")
    assert page.trouble == []


def test_a_student_solves_the_missing_shipment(lab, page, artefact):
    opened(lab, page, "08")
    assert page.get_by_text(re.compile("Nothing here yet")).count() == 7
    assert "That is what the Ministry of Ports says" in answered(page, "08-2", '"2023-03-06"')
    assert "✓" in answered(page, "08-2", '"2023-03-04"')
    assert "1 of 2" in answered(page, "08-3", '["Mara Arlen"]')
    assert "✓" in answered(page, "08-5", '"Brack Haulage"')
    explorer = page.locator(".wb-explorer")
    explorer.locator(".wb-facet").first.get_by_role("checkbox", name="Tomas Arlen").check()
    page.wait_for_function("document.querySelector('.wb-facts').textContent.includes(' of 40 articles')")
    explorer.screenshot(path=artefact / "lesson_08.png")
    assert page.trouble == []


def test_a_pin_of_the_map_says_where_it_is(lab, page, artefact):
    opened(lab, page, "03")
    maps = page.locator(".jp-OutputArea-output iframe")
    assert maps.count() == 2
    inside = page.frame_locator(".jp-OutputArea-output iframe >> nth=0")
    inside.locator("path[aria-label^='Tripoli'], .wb-mark[aria-label^='Tripoli']").first.focus()
    page.keyboard.press("Enter")
    inside.locator(".leaflet-popup-content", has_text="Tripoli").first.wait_for()
    maps.first.screenshot(path=artefact / "lesson_03.png")
    assert "✓" in answered(page, "03-1", '"lebanon"')
    assert page.trouble == []


def test_the_case_of_the_aide_opens_its_explorer_on_the_selection(lab, page, artefact):
    opened(lab, page, "07")
    explorer = page.locator(".wb-explorer")
    explorer.locator(".js-plotly-plot .main-svg").first.wait_for()
    chips = explorer.locator(".wb-chips li").all_inner_texts()
    assert any("Khalifa Haftar" in chip for chip in chips) and any("Moscow" in chip for chip in chips)
    explorer.screenshot(path=artefact / "lesson_07.png")
    explorer.get_by_role("button", name="Take all filters away").click()
    page.wait_for_function("!document.querySelector('.wb-facts').textContent.includes(' of ')")
    assert "✓" in answered(page, "07-2", "4")
    assert page.trouble == []
