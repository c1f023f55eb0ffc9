"""The still map: offline, the same bytes each time, and deaf to what names say."""

import re

import pandas as pd
import pytest

from workbench.figures import place_map as maps

COLUMNS = ["place_id", "name", "latitude", "longitude", "country_code", "feature_class", "count"]
#: Names that ran as script in folium's own tooltips, popups or icons.
PAYLOADS = [
    "<img src=x onerror=\"window.hacked=1\">", "${window.hacked=1}", "`);window.hacked=1;(`", "</script><script>window.hacked=1</script>",
    "\"'><svg onload=window.hacked=1>", "\\u003cimg src=x onerror=window.hacked=1\\u003e", "{{7*7}}{% raw %}", "{% endraw %}{{ 7*7 }}",
    "'-window.hacked=1-'",
    "line\u2028end\u2029\r\n</SCRIPT>", "<!--<script>",
]


def places(rows=None):
    return pd.DataFrame(rows or [
        ("gn:1", "Port Alder", 32.9, 13.2, "LY", "P", 40), ("gn:2", "Norvia", 27.0, 17.0, "LY", "A", 60),
        ("gn:3", "Grey Sea", 35.0, 18.0, None, "H", 5), ("gn:4", "Alder Airfield", 32.8, 13.3, "LY", "S", 3)], columns=COLUMNS)


def page_of(made) -> str:
    return made.get_root().render()


def test_the_page_is_the_same_bytes_each_time_and_asks_for_nothing():
    first, second = page_of(maps.place_map(places(), unplaced=3)), page_of(maps.place_map(places(), unplaced=3))
    assert first == second
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=", first)
    assert "url(" not in first.split("</head>")[0].replace("url(#", "")
    assert "user-scalable=no" not in first and '<html lang="en">' in first


def test_in_a_notebook_it_stands_in_a_sandbox_with_a_title():
    shown = maps.place_map(places(), title='Who is "where"')._repr_html_()
    assert shown.startswith("<iframe") and 'sandbox="allow-scripts"' in shown and "allow-same-origin" not in shown
    assert 'title="Who is &' in shown


def test_the_page_of_the_two_way_map_may_reach_nothing():
    page = maps.map_page()
    assert page.index("Content-Security-Policy") < page.index("<script") and "default-src 'none'" in page
    assert page == maps.map_page.__wrapped__()


def test_kinds_of_places_have_marks_of_their_own():
    kinds = {r["name"]: r["kind"] for r in maps.records(places())}
    assert kinds == {"Port Alder": "city", "Norvia": "area", "Grey Sea": "region", "Alder Airfield": "site"}


def test_places_without_a_position_are_not_drawn():
    assert maps.records(places([("a", "Nowhere", float("nan"), 3.0, "", "P", 1), ("b", "Off", 95.0, 3.0, "", "P", 1)])) == []


def test_above_a_thousand_places_a_grid_keeps_every_count_and_says_so():
    many = places([(f"p{i}", f"Place {i}", -50 + (i * 7919 % 100000) / 1000, -170 + (i * 104729 % 340000) / 1000, "XX", "P", i % 7 + 1)
                   for i in range(5000)])
    cells, note = maps.on_grid(many)
    assert len(cells) <= maps.MOST and cells["count"].sum() == many["count"].sum() and "5,000 places" in note
    assert sorted(p for members in cells["members"] for p in members) == sorted(many["place_id"])
    assert "5,000 places shown together" in page_of(maps.place_map(many))
    few, none = maps.on_grid(places())
    assert few.equals(places()) and none == ""


def test_the_summary_says_what_is_shown_and_what_is_not():
    said = maps.map_summary(places(), 31)
    assert said.startswith("4 places in 108 mentions; named: Norvia (60), Port Alder (40)") and "31 names could not be placed" in said
    assert maps.map_summary(places().iloc[:0]) == "No place is named here."
    assert repr(maps.place_map(places(), unplaced=31)) == "Map. " + said


def test_periods_are_played_without_gaps_and_follow_places_into_cells():
    frames = pd.DataFrame({"place_id": ["gn:1", "gn:2", "gn:1"], "period": pd.to_datetime(["2019-04-01", "2019-04-01", "2019-06-01"]),
                           "count": [3, 1, 2]})
    played = maps.steps(frames)
    assert [(s["label"], s["first"], s["last"], s["counts"]) for s in played] == [
        ("April 2019", "2019-04-01", "2019-04-30", {"gn:1": 3, "gn:2": 1}), ("May 2019", "2019-05-01", "2019-05-31", {}),
        ("June 2019", "2019-06-01", "2019-06-30", {"gn:1": 2})]
    cells = pd.DataFrame({"place_id": ["cell:1,1"], "members": [["gn:1", "gn:2"]]})
    assert [s["counts"] for s in maps.steps(frames, places=cells)] == [{"cell:1,1": 4}, {}, {"cell:1,1": 2}]
    assert maps.steps(None) == [] and maps.steps(frames.iloc[:0]) == []


def test_what_is_left_out_is_said():
    assert "Not drawn: 2 names that stand for a government" in maps.map_summary(places(), associative=2)
    assert "1 name that stands for" in maps.map_summary(places(), associative=1) and "Not drawn" not in maps.map_summary(places())


def sentences(rows):
    return pd.DataFrame(rows, columns=["place_id", "sentence", "start", "end", "publisher", "date_published", "reason"]).assign(
        date_published=lambda frame: pd.to_datetime(frame["date_published"]))


def test_a_mark_carries_its_sentences_and_why():
    said = sentences([("gn:1", "Rain fell in Port Alder.", 13, 23, "The Gazette", "2019-04-03", "the only one"),
                      ("gn:1", "Port Alder slept.", 0, 10, None, None, "the only one")])
    alder, other = maps.records(places(), said)[:2]
    assert alder["said"] == [
        {"before": "Rain fell in ", "name": "Port Alder", "after": ".", "who": "The Gazette, 3 April 2019", "why": "the only one"},
        {"before": "", "name": "Port Alder", "after": " slept.", "who": "undated", "why": "the only one"}]
    assert "said" not in other


@pytest.mark.browser
def test_two_actors_are_compared_doubt_is_drawn_and_periods_play(page, tmp_path, artefact):
    frame = places().assign(first=[30, 20, 0, 3], second=[10, 40, 5, 0], score=[0.9, 0.9, 0.3, 0.9])
    frames = pd.DataFrame({"place_id": ["gn:1", "gn:2", "gn:1"], "period": pd.to_datetime(["2019-04-01", "2019-04-01", "2019-06-01"]),
                           "count": [3, 1, 2]})
    file = tmp_path / "map.html"
    maps.place_map(frame, compare=("Ana Alder", "Bo Birch"), frames=frames, unplaced=2).save(str(file))
    page.goto(file.as_uri())
    page.wait_for_selector(".wb-mark")
    assert page.locator('[data-place="gn:1"]').get_attribute("aria-label") == "Port Alder, city, town: Ana Alder 30, Bo Birch 10"
    assert page.locator('[data-place="gn:1"] path').count() == 2 and page.locator('[data-place="gn:3"] path.wb-second').count() == 1
    assert page.locator('[data-place="gn:3"]').get_attribute("aria-label").endswith("doubtful")
    page.screenshot(path=artefact / "map_compare.png")
    slider = page.get_by_label("Period")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "April 2019"
    assert page.locator(".wb-mark").count() == 2
    assert page.locator('[data-place="gn:1"]').get_attribute("aria-label") == "Port Alder, city, town: 3 mentions"
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelectorAll('.wb-mark').length === 0")  # May: nothing
    page.wait_for_function("document.querySelectorAll('.wb-mark').length === 4", timeout=5000)  # over: all again
    assert page.trouble == []


@pytest.mark.browser
def test_names_never_run_and_stand_as_they_are(page, tmp_path):
    rows = [(f"p{i}", name, 10.0 + 4 * i, 3.0 * i, name, "P", 5) for i, name in enumerate(PAYLOADS)]
    frame = places(rows).assign(label=PAYLOADS)
    file = tmp_path / "map.html"
    said = sentences([(f"p{i}", f"{text}X{text}", len(text), len(text) + 1, text, None, text) for i, text in enumerate(PAYLOADS)])
    maps.place_map(frame, title=PAYLOADS[3], unplaced=1, sentences=said).save(str(file))
    page.goto(file.as_uri())
    page.wait_for_selector(".wb-mark")
    for i in range(len(PAYLOADS)):
        mark = page.locator(f'[data-place="p{i}"]')
        mark.focus()
        mark.press("Enter")
        page.wait_for_selector(".wb-popup")
        assert page.locator(".wb-popup strong").last.evaluate("n => n.textContent") == PAYLOADS[i]
        assert page.locator(".wb-popup li").last.evaluate("n => n.textContent") == (
            f"{PAYLOADS[i]}X{PAYLOADS[i]}{PAYLOADS[i]}, undatedWhy: {PAYLOADS[i]}")
    assert page.evaluate("window.hacked") is None and page.locator(".wb-popup img, .wb-mark img").count() == 0
    assert page.trouble == []


@pytest.mark.browser
def test_the_map_draws_offline_in_light_and_dark(page, tmp_path, artefact):
    file = tmp_path / "map.html"
    maps.place_map(places(), unplaced=31).save(str(file))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(file.as_uri())
        page.wait_for_selector(".wb-mark")
        assert page.locator(".wb-mark").count() == 4
        assert page.locator("path.wb-country").count() > 200 and page.locator("path.wb-disputed").count() >= 6
        assert page.locator(".wb-unplaced").inner_text() == "31 names unplaced"
        credits = page.locator(".leaflet-control-attribution").inner_text()
        assert "GeoNames (CC BY 4.0)" in credits and "no endorsement" in credits and page.locator(".leaflet-attribution-flag").count() == 0
        page.screenshot(path=artefact / f"map_{scheme}.png")
    assert page.trouble == []


@pytest.mark.browser
def test_layers_of_the_users_own_work_with_jquery_from_the_package(page, tmp_path):
    import folium

    made = maps.place_map(places())
    folium.CircleMarker([30, 20], popup="my own point").add_to(made)
    file = tmp_path / "map.html"
    made.save(str(file))
    page.goto(file.as_uri())
    page.wait_for_selector("path.leaflet-interactive")
    assert page.trouble == []


@pytest.mark.browser
def test_marks_that_stay_keep_the_focus_and_stand_in_order_of_importance(page, tmp_path):
    file = tmp_path / "map.html"
    maps.place_map(places()).save(str(file))
    page.goto(file.as_uri())
    page.wait_for_selector(".wb-mark")
    order = "[...document.querySelectorAll('.wb-mark')].map((node) => node.dataset.place)"
    assert page.evaluate(order) == ["gn:2", "gn:1", "gn:3", "gn:4"]
    page.locator('[data-place="gn:3"]').focus()
    fresh = maps.records(places().assign(count=[40, 60, 50, 2]).iloc[[2, 1, 0]])
    page.evaluate("fresh => places.draw(fresh, {unplaced: 1})", fresh)
    assert page.evaluate(order) == ["gn:2", "gn:3", "gn:1"]
    assert page.evaluate("document.activeElement.dataset.place") == "gn:3"
    months = [{"label": m, "first": f"2019-{m}-01", "last": f"2019-{m}-28", "counts": {"gn:2": 1}} for m in ("04", "05", "06")]
    page.evaluate("([fresh, months]) => { places.draw(fresh, {frames: months}); places.state.frame = 1; }", [fresh, months])
    page.evaluate("([fresh, months]) => places.draw(fresh, {frames: months.slice(1)})", [fresh, months])
    assert page.evaluate("places.state.frame") == 0, "the month that was shown is still shown"
    page.evaluate("([fresh, months]) => places.draw(fresh, {frames: months.slice(2)})", [fresh, months])
    page.evaluate("fresh => places.draw(fresh, {unplaced: 1})", fresh)
    assert page.evaluate("places.state.frame") == -1
    assert page.locator('[data-place="gn:3"]').get_attribute("aria-label") == "Grey Sea, sea, river, region: 50 mentions"
    page.evaluate("places.draw([], {})")
    assert page.locator(".wb-mark").count() == 0 and "no place to show" in page.locator(".wb-edge").inner_text()
    assert page.trouble == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 420, 520, 900])
def test_nothing_covers_what_is_said_on_the_edge(page, tmp_path, width):
    file = tmp_path / "map.html"
    maps.place_map(places(), unplaced=31).save(str(file))
    page.set_viewport_size({"width": width, "height": 360})
    page.goto(file.as_uri())
    page.wait_for_selector(".wb-unplaced")
    edge, credits = (page.locator(name).bounding_box() for name in (".wb-unplaced", ".leaflet-control-attribution"))
    assert edge["y"] + edge["height"] <= credits["y"] or edge["x"] + edge["width"] <= credits["x"]


def scattered():
    """A country, twenty towns close together, and two far away that hardly anybody names."""
    towns = [(f"gn:{k}", f"Alderton {k}", 31 + k % 5 / 2, 12 + k // 5, "LY", "P", 40 - k) for k in range(20)]
    return places([("gn:2215636", "Libya", 27.0, 17.0, "LY", "A", 30), *towns,
                   ("gn:98", "Far Birch", -33.0, 151.0, "AU", "P", 1), ("gn:99", "Far Cedar", 40.7, -74.0, "US", "P", 1)])


OUTSIDE = """() => { const all = document.querySelector('.leaflet-container').getBoundingClientRect();
  return [...document.querySelectorAll('.wb-mark')].filter((node) => { const box = node.getBoundingClientRect();
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    return x < all.left || x > all.right || y < all.top || y > all.bottom; }).map((node) => node.dataset.place).sort(); }"""


@pytest.mark.browser
def test_the_legend_does_not_cover_what_a_mark_opens(page, tmp_path):
    file = tmp_path / "map.html"
    maps.place_map(scattered()).save(str(file))
    page.set_viewport_size({"width": 1000, "height": 420})
    page.goto(file.as_uri())
    page.wait_for_selector(".wb-outside")
    for place in ("gn:19", "gn:99", "gn:98"):
        page.locator(f'[data-place="{place}"]').focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(600)
        opened, legend = (page.locator(name).last.bounding_box() for name in (".leaflet-popup-content-wrapper", ".wb-legend"))
        assert opened["x"] + opened["width"] <= legend["x"] or opened["y"] >= legend["y"] + legend["height"], place
    assert page.trouble == []


@pytest.mark.browser
def test_the_map_opens_where_most_is_and_says_what_lies_outside(page, tmp_path):
    file = tmp_path / "map.html"
    maps.place_map(scattered()).save(str(file))
    page.goto(file.as_uri())
    page.wait_for_selector(".wb-outside")
    assert page.evaluate(OUTSIDE) == ["gn:98", "gn:99"] and page.locator(".wb-outside").inner_text() == "2 places outside: show all"
    page.locator('[data-place="gn:98"]').focus()  # whoever comes by keyboard sees what they are at
    page.wait_for_function(f"!({OUTSIDE})().includes('gn:98')")
    page.locator(".wb-outside").click()
    page.wait_for_function("!document.querySelector('.wb-outside')")
    assert page.evaluate(OUTSIDE) == []
    assert page.trouble == []


@pytest.mark.browser
def test_the_map_is_fitted_anew_in_a_new_size_until_somebody_moves_it(page, tmp_path):
    file = tmp_path / "map.html"
    maps.place_map(scattered()).save(str(file))
    page.set_viewport_size({"width": 1100, "height": 420})
    page.goto(file.as_uri())
    page.wait_for_selector(".wb-outside")
    page.set_viewport_size({"width": 440, "height": 340})
    page.wait_for_timeout(300)
    assert page.evaluate(OUTSIDE) == ["gn:98", "gn:99"]
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(400)
    apart = "[...document.querySelectorAll('.wb-mark')].slice(1, 3).map((n) => n.getBoundingClientRect().x).reduce((a, b) => a - b)"
    before = page.evaluate(apart)
    page.set_viewport_size({"width": 700, "height": 340})
    page.wait_for_timeout(300)
    assert page.evaluate(apart) == pytest.approx(before, abs=1)
    assert page.trouble == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 620, 1280])
def test_labels_cover_no_other_and_a_named_country_is_tinted(page, tmp_path, width):
    file = tmp_path / "map.html"
    maps.place_map(scattered(), unplaced=3).save(str(file))
    page.set_viewport_size({"width": width, "height": 420})
    page.goto(file.as_uri())
    page.wait_for_selector(".wb-label")
    edges = "all => all.map(n => n.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
    boxes, controls = (page.locator(name).evaluate_all(edges) for name in (".wb-label", ".leaflet-control:visible"))
    for k, a in enumerate(boxes):
        for b in boxes[:k] + controls:
            assert not (a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1)
    tinted = page.locator("path.wb-country[style*='--area'], path.wb-disputed[style*='--area']")
    assert len(boxes) > 3 and tinted.count() == 1
    assert page.trouble == []
