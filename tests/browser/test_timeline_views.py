"""The timeline's ways of drawing and the events, in the browser: each is drawn, and a click on one leads to its sentences."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
HERE = Path(__file__).resolve().parent.parent
WORLD = f"""
import sys
sys.path.insert(0, {str(HERE / "summaries")!r})
import workbench as wb
from explorer_worlds import dated_corpus
corpus, view = dated_corpus(3, articles=200), wb.Selection()
wb.explorer(corpus, view)
"""


def test_each_way_of_drawing_is_drawn_and_leads_to_sentences(page, run_notebook, artefact):
    page.set_viewport_size({"width": 1280, "height": 1100})
    page.set_default_timeout(120_000)
    run_notebook("timeline.ipynb", [WORLD], 240)
    box = page.locator(".wb-explorer")
    plot = page.locator(".wb-timeline .js-plotly-plot")
    plot.locator(".main-svg").first.wait_for()
    page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    page.locator(".wb-timeline .wb-note-words").filter(has_text="Mentions by month").wait_for()
    page.wait_for_timeout(2000)  # plotly draws again after a box has found its width
    when, each, drawn_as = (page.locator(".wb-timeline .wb-controls select").nth(k) for k in range(3))
    words = page.locator(".wb-timeline .wb-note-words")
    when.select_option(label="happened")
    words.filter(has_text="Statements by month").wait_for()
    plot.locator(".annotation-text").filter(has_text="vague dates").wait_for()
    box.screenshot(path=artefact / "timeline-happened.png")
    drawn_as.select_option(label="heat map")
    page.wait_for_function("document.querySelectorAll('.wb-timeline .heatmaplayer image').length > 1")
    page.wait_for_timeout(1000)
    box.screenshot(path=artefact / "timeline-heat.png")
    drawn_as.select_option(label="a row each")
    plot.locator(".annotation-text").filter(has_text="Khalifa Haftar").wait_for()
    each.select_option(label="year")
    when.select_option(label="printed")
    page.locator(".wb-timeline .widget-checkbox input").check()
    words.filter(has_text="Share by year").wait_for()
    plot.locator(".ytick, .y3tick").filter(has_text="%").first.wait_for()
    page.get_by_role("tab", name="Events").click()
    page.locator(".wb-events-plot .js-plotly-plot .scatterlayer .point").first.wait_for()
    page.wait_for_timeout(800)
    box.screenshot(path=artefact / "timeline-shares-and-events.png")
    page.locator(".wb-events-plot summary").click()
    page.locator(".wb-events-plot td button").first.click()
    page.locator(".wb-date-note").wait_for()
    page.wait_for_timeout(800)
    assert page.locator(".wb-date-bar button").inner_text() == "Set date"
    page.locator(".wb-right").screenshot(path=artefact / "timeline-open-article.png")
    assert page.trouble == []
