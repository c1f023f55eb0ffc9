"""A report is one file: it opens with no network, nothing in it runs but its own scripts, and everybody can read it."""

import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from workbench.figures.article import article
from workbench.figures.evidence import evidence
from workbench.figures.network import layout, network, network_summary
from workbench.figures.place_map import map_page, map_summary, place_map
from workbench.figures.report import report, table
from workbench.figures.timeline import timeline, timeline_summary

ATTACK = "</script><img src=x onerror=window.hacked=1>${window.hacked=1}{{7*7}}"


def everything(rows=20):
    chance = np.random.default_rng(0)
    when = pd.date_range("2019-01-01", periods=12, freq="MS")
    counts = pd.DataFrame([(f"e{a}", f"Actor {a} {ATTACK}", p, int(chance.integers(1, 9))) for a in range(3) for p in when],
                          columns=["entity_id", "name", "period", "count"])
    undated = pd.DataFrame({"entity_id": ["e0"], "name": [f"Actor 0 {ATTACK}"], "count": [4]})
    places = pd.DataFrame({"place_id": ["a", "b"], "name": ["Port Alder", ATTACK], "latitude": [32.0, 20.0], "longitude": [13.0, 20.0],
                           "country_code": "LY", "feature_class": ["P", "A"], "count": [4, 2]})
    nodes = pd.DataFrame({"entity_id": ["e0", "e1"], "name": ["Ana", ATTACK], "label": ["PERSON", "ORG"], "count": [4, 2]})
    edges = pd.DataFrame({"source": ["e0"], "target": ["e1"], "count": [2]})
    row = {"document_id": "d1", "publisher": ATTACK, "date_published": pd.NaT, "headline": ATTACK, "reason": ATTACK,
           "sentence": "In Port Alder all is well. " + ATTACK, "sentence_start": 0, "start": 3, "end": 13, "text": "Port Alder",
           "kind": "place", "name": "Port Alder", "score": 0.9}
    text = "A headline\nPort Alder is calm, " + ATTACK
    segments = pd.DataFrame({"start": [0, 11], "end": [10, len(text)], "label": ["headline", "promo"]})
    marks = pd.DataFrame({"start": [11], "end": [21], "kind": ["place"], "title": [ATTACK], "entity_id": ["x"]})
    return [
        {"title": "When", "figure": timeline(counts, undated), "summary": timeline_summary(counts, undated), "table": counts},
        {"title": "Where " + ATTACK, "map": place_map(places, unplaced=3), "summary": map_summary(places, 3), "table": places},
        {"title": "Who with whom", "figure": network(nodes, edges, layout(nodes, edges)), "summary": network_summary(nodes, edges)},
        {"title": "Sentences", "html": evidence(pd.DataFrame([row] * rows), total=rows)},
        {"title": "An article", "text": ATTACK, "html": article(text, segments, marks, focus=(11, 21))}]


@pytest.fixture(scope="module")
def made():
    return report("Who did what " + ATTACK, everything(), {"made": "2026-11-23", "filters": ATTACK})


def test_it_is_one_file_with_plotly_in_it_once(made):
    assert made.count('id="plotly"') == 1 and len(made) < 5_000_000
    outside = re.sub(r'srcdoc="[^"]*"', "", made)
    assert not re.search(r"<(?:script|link|img|iframe|source)[^>]*\s(?:src|href)=", outside)
    assert made == report("Who did what " + ATTACK, everything(), {"made": "2026-11-23", "filters": ATTACK})
    assert 'id="plotly"' not in report("Words", [{"title": "Only words", "text": "x"}], {})


def test_characters_that_html_forbids_are_not_in_it():
    page = report("Words", [{"title": "Only words", "text": "a\x00b\x97c\x1bd\x7f"}], {})
    assert "a\ufffdb\ufffdc\ufffdd\ufffd" in page and not re.search("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]", page)


def test_its_tags_close_in_order_and_ids_are_unique(made):
    class Checker(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open, self.ids = [], []

        def handle_starttag(self, tag, attributes):
            self.ids += [value for name, value in attributes if name == "id"]
            if tag not in ("meta", "br", "link"):
                self.open.append(tag)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    checker = Checker()
    checker.feed(made)
    assert checker.open == [] and len(checker.ids) == len(set(checker.ids))
    assert made.count("<h1>") == 1


def test_a_table_counts_what_it_leaves_out():
    frame = pd.DataFrame({"place_name": ["<b>", None], "count": [1234, 2], "share": [0.123456, float("nan")],
                          "date": pd.to_datetime(["2019-04-01", None])})
    page = table(frame, "T", rows=1)
    assert "1 more rows are left out" in page and "1,234" in page and "0.1235" in page and "2019-04-01" in page and "&lt;b&gt;" in page
    assert table(frame, "T").count("<tr>") == 3


@pytest.mark.browser
def test_it_opens_offline_nothing_runs_and_nobody_is_shut_out(made, page, tmp_path, artefact):
    from axe_playwright_python.sync_playwright import Axe

    (tmp_path / "report.html").write_text(made, encoding="utf8")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto((tmp_path / "report.html").as_uri())
        page.wait_for_selector("body[data-drawn=yes]")
        page.frame_locator("iframe").locator(".wb-mark").first.wait_for()
        assert page.locator("figure .main-svg").count() >= 2
        page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
        found = Axe().run(page).response["violations"]
        assert [(v["id"], v["impact"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []
        page.screenshot(path=artefact / f"report_{scheme}.png", full_page=True)
    assert page.evaluate("window.hacked") is None and page.frames[-1].evaluate("window.hacked") is None
    assert page.trouble == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_shuts_nobody_out(page, tmp_path, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    places = everything()[1]["map"]
    (tmp_path / "map.html").write_text(places.get_root().render(), encoding="utf8")
    page.goto((tmp_path / "map.html").as_uri())
    page.wait_for_selector(".wb-mark")
    page.locator(".wb-mark").first.press("Enter")
    page.wait_for_selector(".wb-popup")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["impact"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []
    assert map_page() == map_page()
