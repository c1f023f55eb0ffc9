"""The map one can click, in a real JupyterLab with the network blocked."""

import json
import pathlib
import time

import pytest

pytestmark = pytest.mark.browser

CODE = '''
import json, pathlib
from workbench.widgets.map_frame import MapFrame
places = [
    {"place_id": "gn:1", "name": "Port Alder", "latitude": 32.9, "longitude": 13.2, "kind": "city", "count": 40},
    {"place_id": "gn:2", "name": "Norvia", "latitude": 27.0, "longitude": 17.0, "kind": "area", "count": 60},
    {"place_id": "gn:3", "name": "</script><img src=x onerror='parent.hacked=1'>", "kind": "region", "count": 5,
     "latitude": 35.0, "longitude": 28.0},
]
frame = MapFrame(places=places, unplaced=31, summary="3 places named")
frame.observe(lambda change: pathlib.Path("clicked.json").write_text(json.dumps(change.new)), "clicked")
def say(change):  # what the test asks for by a click on the unplaced: fewer marks
    if change.new["place_id"] == "":
        with frame.hold_sync():
            frame.places, frame.selected, frame.unplaced = places[:2], ["gn:2"], 7
frame.observe(say, "clicked")
frame
'''


def written(file):
    """What the kernel wrote; None while it has not, or is in the middle of it."""
    try:
        return json.loads(file.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def heard(lab, place_id, seconds=60):
    """The click as Python got it, once it has."""
    file, until = lab.root / "clicked.json", time.time() + seconds
    while time.time() < until:
        if (told := written(file)) and told["place_id"] == place_id:
            return told
        time.sleep(0.02)
    raise AssertionError(f"no click on {place_id!r} reached Python")


def test_clicks_reach_python_marks_reach_the_map_and_the_zoom_stays(lab, page, run_notebook, artefact):
    run_notebook("map.ipynb", [CODE])
    frame = page.locator("iframe.wb-map-frame")
    assert frame.get_attribute("sandbox") == "allow-scripts" and frame.get_attribute("title")
    inside = page.frame_locator("iframe.wb-map-frame")
    marks = inside.locator(".wb-mark")
    marks.nth(2).wait_for()
    assert [marks.nth(i).get_attribute("aria-label") for i in range(2)] == [
        "Norvia, country, state: 60 mentions", "Port Alder, city, town: 40 mentions"]
    assert {marks.nth(i).get_attribute("role") for i in range(3)} == {"button"} and marks.nth(0).get_attribute("tabindex") == "0"
    page.screenshot(path=artefact / "map_frame_lab.png")

    page.evaluate("window.postMessage({workbench: 'click', place_id: 'forged'}, '*')")  # not from the frame: not heard
    # Only the map's upper half is in view, and a person holds the button for a moment: nothing may scroll away under it.
    scrolled = "document.querySelector('.jp-WindowedPanel-outer').scrollTop"
    before = page.evaluate(scrolled)
    marks.nth(1).click(delay=150)
    first = heard(lab, "gn:1")
    assert page.evaluate(scrolled) == before
    marks.nth(0).focus()
    page.keyboard.press("Enter")
    second = heard(lab, "gn:2")
    assert (first["count"], second["count"]) == (1, 2)

    inside.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(500)
    scale = "document.querySelector('.leaflet-map-pane svg.leaflet-zoom-animated').getAttribute('viewBox')"
    view = page.frames[-1].evaluate(scale)
    inside.locator("button.wb-unplaced").click()
    heard(lab, "")
    inside.locator(".wb-unplaced", has_text="7 names unplaced").wait_for()
    assert marks.count() == 2
    assert inside.locator(".wb-mark.wb-selected").get_attribute("aria-pressed") == "true"
    assert page.frames[-1].evaluate(scale) == view, "marks that change must not move the map"
    page.wait_for_timeout(100)
    assert page.evaluate("window.hacked") is None
    assert page.trouble == []


def test_the_frame_follows_the_dark_theme_and_a_hidden_tab_is_fitted_when_shown(lab, page, run_notebook, artefact):
    run_notebook("dark.ipynb", [
        CODE, "import ipywidgets\nipywidgets.Tab([ipywidgets.HTML('first'), MapFrame(places=places)], titles=['a', 'b'])"])
    page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    inside = page.frame_locator("iframe.wb-map-frame >> nth=0")
    inside.locator("html[data-theme=dark]").wait_for(state="attached")
    page.screenshot(path=artefact / "map_frame_dark.png")
    page.get_by_role("tab", name="b", exact=True).click()
    hidden = page.frame_locator("iframe.wb-map-frame >> nth=1")
    hidden.locator(".wb-mark").first.wait_for()
    page.wait_for_timeout(500)
    boxes = [hidden.locator(".wb-mark").nth(i).bounding_box() for i in range(3)]
    assert max(b["y"] for b in boxes) - min(b["y"] for b in boxes) > 60, "all marks in one point: the map was fitted without a size"
    assert page.trouble == []


def test_two_actors_are_compared_and_a_played_period_reaches_python(lab, page, run_notebook):
    run_notebook("play.ipynb", [CODE + '''
frame.observe(lambda change: pathlib.Path("period.json").write_text(json.dumps(change.new)), "period")
with frame.hold_sync():
    frame.places = [place | {"parts": [place["count"], 2]} for place in places]
    frame.compare = ["Ana", "Bo"]
    frame.frames = [{"label": "April 2019", "first": "2019-04-01", "last": "2019-04-30", "counts": {"gn:1": 3}},
                    {"label": "May 2019", "first": "2019-05-01", "last": "2019-05-31", "counts": {"gn:2": 4}}]
frame
'''])
    inside = page.frame_locator("iframe.wb-map-frame >> nth=0")
    mark = inside.locator("[data-place='gn:1']")
    mark.wait_for()
    assert mark.get_attribute("aria-label") == "Port Alder, city, town: Ana 40, Bo 2"
    slider = inside.get_by_label("Period")
    slider.focus()
    page.keyboard.press("ArrowRight")
    until = time.time() + 10
    while time.time() < until and not written(lab.root / "period.json"):
        page.wait_for_timeout(50)
    assert written(lab.root / "period.json") == {"first": "2019-04-01", "last": "2019-04-30"}
    assert inside.locator(".wb-mark").count() == 1 and slider.get_attribute("aria-valuetext") == "April 2019"
    assert page.trouble == []


def test_months_and_unplaced_names_lead_to_articles(lab, page, run_notebook, artefact):
    """What is played and clicked chooses place and month; the names without a place unfold, and one of them is searched."""
    here = json.dumps(str(pathlib.Path(__file__).resolve().parent.parent / "summaries"))
    run_notebook("months.ipynb", [f'''
import sys, pathlib
sys.path.insert(0, {here})
from explorer_worlds import chance_corpus
from workbench.selection import Selection
from workbench.widgets.map_frame import place_map
corpus, view = chance_corpus(3), Selection()
view.observe(lambda _: pathlib.Path("view.json").write_text(view.to_json()), "clauses")
place_map(corpus, view)
'''])

    def asked(source, seconds=10):
        until = time.time() + seconds
        while time.time() < until:
            clauses = {clause["source"]: clause["value"] for clause in (written(lab.root / "view.json") or {"clauses": []})["clauses"]}
            if source in clauses:
                return clauses
            page.wait_for_timeout(50)
        raise AssertionError(f"no clause on {source} reached Python")

    inside = page.frame_locator("iframe.wb-map-frame >> nth=0")
    inside.locator(".wb-mark").first.wait_for()
    inside.locator("button.wb-unplaced").click()
    names = page.get_by_role("region", name="Names without a place as a table")
    name = names.get_by_role("button").first
    name.wait_for()
    words = name.inner_text()
    name.click()
    assert asked("text")["text"] == f'"{words}"'
    slider = inside.get_by_label("Period")
    slider.focus()
    while not inside.locator(".wb-mark").count() or slider.get_attribute("aria-valuetext") == "all dates":
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(100)
    page.screenshot(path=artefact / "map_month.png")
    inside.locator(".wb-mark").first.focus()
    page.keyboard.press("Enter")
    clauses = asked("place")
    assert clauses["date"][0][:7] == clauses["date"][1][:7] and len(clauses["place"]) == 1
    assert page.trouble == []
