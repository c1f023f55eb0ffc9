"""A handout opens with no network, shows its plots and maps, and carries no live parts."""

import re

import nbformat
import pytest

from workbench.classroom.handout import handout

PLOT = {"data": [{"type": "bar", "x": ["</script><script>alert(1)</script>"], "y": [1]}], "layout": {"title": {"text": 'Ports & "quays"'}}}


def notebook():
    cell = nbformat.v4.new_code_cell
    return nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell("# How many ports?"),
        cell("figure", outputs=[nbformat.v4.new_output("display_data", data={"application/vnd.plotly.v1+json": PLOT})]),
        nbformat.v4.new_markdown_cell("## Explore"),
        cell("wb.explorer(corpus)", outputs=[nbformat.v4.new_output("execute_result", data={
            "text/plain": "Explorer of <2> articles", "application/vnd.jupyter.widget-view+json": {"model_id": "x"}})]),
        cell("1", outputs=[nbformat.v4.new_output("stream", name="stderr", text="a warning")]),
    ])


def test_nothing_is_asked_of_the_network_and_nothing_live_is_left():
    page = handout(notebook(), title="How <many> ports?")
    without_library = re.sub(r"<script>/\*\*.*?</script>", "", page, count=1, flags=re.S)
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", without_library)
    assert "widget-view" not in page and "a warning" not in page
    assert "Explorer of &lt;2&gt; articles" in page and "<title>How &lt;many&gt; ports?</title>" in page
    assert "<script>alert(1)" not in page
    assert re.search(r"""<div[^>]*aria-label=("Ports &amp; &quot;quays&quot;"|'Ports &amp; "quays"')[^>]*id="plot-1\"""", page)


def test_a_page_without_plots_is_small():
    bare = notebook()
    del bare.cells[1]
    assert len(handout(bare, title="x")) < 30_000


def test_the_notebook_stays_as_it_was():
    made = notebook()
    before = nbformat.writes(made)
    handout(made, title="x", slides=True)
    assert nbformat.writes(made) == before


def test_each_heading_begins_a_slide():
    page = handout(notebook(), title="x", slides=True)
    assert page.count('<section class="slide"') == 2 and "ArrowRight" in page


@pytest.mark.browser
@pytest.mark.parametrize("slides", [False, True])
def test_it_opens_in_a_browser_with_no_network(tmp_path, page, slides):
    path = tmp_path / "page.html"
    path.write_text(handout(notebook(), title="Ports", slides=slides), encoding="utf8")
    page.goto(path.as_uri())
    page.wait_for_selector("#plot-1 .main-svg")
    if slides:
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.getElementById('where').textContent === '2 of 2'")
    assert page.trouble == []
