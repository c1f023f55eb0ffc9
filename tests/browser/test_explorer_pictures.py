"""Pictures of the explorer, to be looked at: light, dark, narrow, empty, one article, ten thousand. Kept as artefacts."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
HERE = Path(__file__).resolve().parent.parent.parent

SEEDS = f'''
import workbench as wb
corpus = wb.annotate(wb.read({str(HERE / "seeds")!r}, progress=False), progress=False)
view = wb.Selection()
'''
MANY = f'''
import sys
sys.path.insert(0, {str(HERE / "tests" / "summaries")!r})
import workbench as wb
from explorer_worlds import chance_corpus
corpus, view = chance_corpus(7, articles=10_000), wb.Selection()
'''


@pytest.fixture
def show(page, run_notebook, artefact):
    """Show a corpus in the explorer, wait until it is drawn, and take a picture of it."""

    def run(name, code, *, width=1280, height=960, marks=1):
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(120_000)  # the machine may be busy
        run_notebook(f"{name}.ipynb", [code, "wb.explorer(corpus, view)"], 240)
        wrong = page.locator('[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]')
        page.locator(".wb-explorer").or_(wrong).first.wait_for()
        assert wrong.count() == 0, wrong.first.inner_text()
        if width > 900:
            page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
            page.wait_for_timeout(500)
        page.locator(".wb-explorer .js-plotly-plot .main-svg").first.wait_for()
        if marks:
            page.frame_locator("iframe.wb-map-frame").locator(".wb-mark").first.wait_for()
        page.wait_for_timeout(1500)
        page.locator(".wb-explorer").scroll_into_view_if_needed()
        return page.locator(".wb-explorer")

    def picture(box, name):
        page.wait_for_timeout(900)
        # the whole of it, however high: the notebook's own scrolling would cut it
        high = int(box.bounding_box()["height"])
        size = page.viewport_size
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], high + 420)})
        page.wait_for_timeout(900)
        box.screenshot(path=artefact / f"{name}.png")
        page.set_viewport_size(size)

    run.picture = picture
    return run


def inside(page, box):
    """Nothing stands out over the explorer's right edge, or is cut in its column."""
    return page.evaluate("""() => {
        const edge = document.querySelector('.wb-explorer').getBoundingClientRect().right + 1;
        const drawn = e => e.closest('svg, .js-plotly-plot') || ['BDI', 'CITE'].includes(e.tagName);  // cut at its line's edge
        return [...document.querySelectorAll('.wb-explorer *')].filter(e => e.offsetParent && !drawn(e)
            && e.getBoundingClientRect().right > edge).map(e => e.className).slice(0, 5);
    }""")


def test_light_dark_article_and_narrow(show, page):
    box = show("pictures", SEEDS, width=1400)
    facet = box.locator(".wb-facet").first
    for name in ("Khalifa Haftar", "Fayez al-Sarraj"):
        facet.get_by_role("checkbox", name=name).check()
        page.wait_for_timeout(400)
    show.picture(box, "explorer_light")
    assert inside(page, box) == []
    box.locator(".wb-pane li[data-document]").nth(2).click()
    show.picture(box, "explorer_one_article")
    page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    page.wait_for_timeout(800)
    show.picture(box, "explorer_dark")
    box.get_by_role("tab", name="Network").click()
    box.locator(".wb-net-node").first.wait_for()
    box.locator(".wb-network summary").click()
    cell = box.locator(".wb-network td button").first
    number = int(cell.inner_text().replace(",", ""))
    cell.click()
    box.locator(".wb-chips li").filter(has_text="Together").wait_for()
    box.get_by_role("button", name="Take away: Actor").click()
    # an edge opens as many sentences as it says
    box.get_by_role("tab", name=f"Sentences {number:,}", exact=True).wait_for()
    box.get_by_role("tab", name="In context").click()
    page.wait_for_function("n => document.querySelectorAll('.wb-kwic li').length == n", arg=min(number, 100))
    show.picture(box, "explorer_network")
    box.get_by_role("tab", name="Map").click()
    page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Light'})")
    for width in (1280, 960, 620):
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_timeout(900)
        assert inside(page, box) == [], f"something stands out at {width} pixels"
        show.picture(box, f"explorer_{width}")
    assert page.trouble == []


def test_empty_and_many(show, page):
    box = show("empty", SEEDS + "view.where(actor='Khalifa Haftar', text='zeppelin')", marks=0)
    assert "No article passes" in box.locator(".wb-top .wb-notice").inner_text()
    show.picture(box, "explorer_empty")
    box = show("many", MANY)
    show.picture(box, "explorer_10000")
    assert box.locator(".wb-facet li").count() < 110 and box.locator(".wb-articles li").count() <= 50
    assert page.trouble == []


def test_nobody_is_shut_out(show, page):
    """axe-core finds nothing serious or critical in the explorer, light or dark."""
    from axe_playwright_python.sync_playwright import Axe

    show("axe", SEEDS)
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        page.evaluate(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: '{theme}'}})")
        page.wait_for_timeout(1500)
        found = Axe().run(page, context=".wb-explorer")
        grave = [(v["id"], v["impact"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found.response["violations"]
                 if v["impact"] in ("serious", "critical")]
        assert not grave, f"{theme}: {grave}"
