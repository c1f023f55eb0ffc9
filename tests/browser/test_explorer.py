"""The explorer in a real JupyterLab with the network blocked: what is clicked filters everything, and everything agrees."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import TimeoutError

pytestmark = pytest.mark.browser
HERE = Path(__file__).resolve().parent.parent.parent
ACTOR = "Khalifa Haftar"
BOOK = "notebooks/explored.ipynb"


@pytest.fixture(scope="module")
def corpus():
    """What the notebook in the browser is looking at, read here again."""
    import workbench as wb

    return wb.annotate(wb.read(HERE / "seeds", progress=False), progress=False)


def truth(corpus, *, actor=None, place=None, first=None, last=None):
    """Ids of the articles that pass and, for the chosen actor and place, the rows that are counted: by plain pandas."""
    documents = corpus.documents
    literal = corpus.toponyms[corpus.toponyms["label"] == "literal"]
    acting = corpus.mentions[~corpus.mentions["span_id"].isin(literal["mention_id"])]
    named = acting.drop(columns="label").merge(corpus.entities[["entity_id", "name", "label"]], on="entity_id")
    placed = literal.merge(corpus.places[["place_id", "name"]], on="place_id")
    ids = set(documents["document_id"])
    if actor:
        ids &= set(named.loc[named["name"] == actor, "document_id"])
    if place:
        ids &= set(placed.loc[placed["name"] == place, "document_id"])
    if first:
        days = documents["date_published"].dt.normalize()
        ids &= set(documents.loc[(days >= pd.Timestamp(first)) & (days <= pd.Timestamp(last)), "document_id"])
    actors = named[named["document_id"].isin(ids) & ((named["name"] == actor) if actor else named["label"].isin(
        ["PERSON", "ORG", "GPE", "NORP"]))]
    places = placed[placed["document_id"].isin(ids) & ((placed["name"] == place) if place else True)]
    return ids, actors, places


class Explorer:
    """What a reader sees of the explorer, read from the page."""

    def __init__(self, page):
        self.page, self.box = page, page.locator(".wb-explorer")

    def tab(self, name):
        self.box.get_by_role("tab", name=name).click()

    def articles(self):
        self.tab("Articles")
        listed, total = set(), int(self.facts().split()[0].replace(",", ""))
        shown = self.box.locator(".wb-articles button[data-value]")
        while self.page.locator(".wb-articles .wb-pager button").first.is_enabled():
            self.turn(".wb-articles", "Earlier")
        while True:
            listed |= set(shown.evaluate_all("all => all.map(b => b.dataset.value)"))
            if len(listed) >= total:
                return listed
            self.page.locator(".wb-articles .wb-pager").wait_for()
            self.turn(".wb-articles", "Later")

    def turn(self, where, name):
        said = self.box.locator(f"{where} .wb-pager span")
        before = said.inner_text()
        self.box.locator(f"{where} .wb-pager").get_by_role("button", name=name).click()
        self.page.wait_for_function("([where, before]) => document.querySelector(`${where} .wb-pager span`).textContent !== before",
                                    arg=[where, before])

    def sentences(self):
        self.tab("Sentences")
        return self.box.locator(".wb-pane li[data-document]").evaluate_all("all => all.map(b => b.dataset.document)")

    def bars(self):
        """Name and sum of each trace of the timeline as drawn, and the number in articles without a date."""
        return self.page.evaluate("""() => {
            const plot = document.querySelector('.wb-timeline .js-plotly-plot'), sums = {};
            for (const t of plot.data) {
                if (t.visible !== true || t.type === 'heatmap') continue;
                const y = t.y && t.y.bdata ? plot.calcdata[t.index] : Array.from(t.y || []);
                sums[t.name] = (sums[t.name] || 0) + Array.from(y).reduce((a, b) => a + b, 0);
            }
            return sums;
        }""")

    def marks(self):
        """Name and count on the map; places of one name together."""
        inside = self.page.frame_locator("iframe.wb-map-frame")
        labels = inside.locator(".wb-mark").evaluate_all("all => all.map(m => m.getAttribute('aria-label'))")
        counts = {}
        for label in labels:
            name, number = label.split(", ")[0], int(label.rsplit(": ", 1)[1].split()[0].replace(",", ""))
            counts[name] = counts.get(name, 0) + number
        return counts

    def facts(self):
        return self.box.locator(".wb-facts").inner_text()

    def settled(self, words):
        self.page.wait_for_function("words => document.querySelector('.wb-facts').textContent.startsWith(words)", arg=words, timeout=60_000)
        self.page.wait_for_timeout(400)

    def chips(self):
        return [text.replace("\n", " ").replace("×", "").strip() for text in self.box.locator(".wb-chips li").all_inner_texts()]

    def check(self, corpus, *, pin=False, **asked):
        """Timeline, map, list and evidence hold the same articles, those that plain pandas finds; a pin opens its own sentences."""
        ids, actors, places = truth(corpus, **asked)
        assert self.articles() == ids
        rows = pd.concat([actors] * bool(asked.get("actor") and not pin or not asked.get("place")) + [places] * bool(asked.get("place")))
        shown = self.sentences()
        assert sorted(shown) == sorted(rows["document_id"])[:len(shown)] if len(rows) <= 40 else len(shown) == 40
        assert self.box.get_by_role("tab", name="Sentences").inner_text() == f"Sentences {len(rows):,}"
        every = len(corpus.documents)
        assert self.facts().startswith(f"{every} articles" if len(ids) == every else f"{len(ids)} of {every} articles")
        bands = self.page.evaluate("(document.querySelector('.wb-timeline .js-plotly-plot').layout.shapes || []).length")
        assert bands == ("first" in asked), "the chosen days are marked, and no others"
        others = {key: value for key, value in asked.items() if key not in ("first", "last")}
        if asked.get("actor"):  # the timeline leaves the dates out, the map the place
            assert self.bars() == {asked["actor"]: len(truth(corpus, **others)[1])}
        others = {key: value for key, value in asked.items() if key != "place"}
        assert self.marks() == truth(corpus, **others)[2]["name"].value_counts().to_dict()


def open_notebook(lab, page, seconds=240):
    """Run all cells of the main notebook, as a newcomer does; gives the explorer in it."""
    page.set_default_timeout(120_000)  # the machine may be busy
    for folder in ("notebooks", "seeds"):
        shutil.copytree(HERE / folder, lab.root / folder, dirs_exist_ok=True)
    # under a name of its own: a kernel that has run the notebook in another test already holds twice the widgets
    shutil.copy(HERE / "notebooks" / "01-who-did-what-when-and-where.ipynb", lab.root / BOOK)
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(lab.url(BOOK))
    page.wait_for_function("window.jupyterapp && document.querySelector('.jp-NotebookPanel .jp-Cell')", timeout=1000 * seconds)
    page.wait_for_function("window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
                           timeout=1000 * seconds)
    page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    return shown(page, seconds)


def shown(page, seconds=120):
    # A notebook keeps cells that are far from what is looked at out of the page, and one just opened may still go back to where
    # it was left: so the cell is gone to until it is there.
    page.wait_for_function("""() => {
        const book = window.jupyterapp?.shell.currentWidget?.content;
        const cell = book?.widgets?.findIndex(cell => cell.model.sharedModel.source.includes('wb.explorer(')) ?? -1;
        if (cell < 0) return false;
        book.activeCellIndex = cell;
        book.scrollToItem(cell);
        return !!document.querySelector('.wb-explorer');
    }""", polling=500, timeout=1000 * seconds)
    page.locator(".wb-explorer").scroll_into_view_if_needed()
    page.locator(".wb-explorer .js-plotly-plot .main-svg").first.wait_for(timeout=1000 * seconds)
    page.frame_locator("iframe.wb-map-frame").locator(".wb-mark").first.wait_for(timeout=1000 * seconds)
    return Explorer(page)


def reloaded(page, times=3):
    """The explorer after the page was loaded again; JupyterLab now and then gives a busy kernel's widgets up, and is asked once more."""
    for turn in range(times):
        page.reload()
        try:
            return shown(page, 60)
        except TimeoutError:
            print(f"not restored by reload {turn + 1}: {page.trouble}\n{page.locator('.jp-Notebook').inner_text()[-2000:]}")
            page.trouble[:] = [one for one in page.trouble if "widget model not found" not in one]  # how JupyterLab says it
    pytest.fail(f"the explorer did not come back in {times} reloads")


def test_every_click_filters_everything_and_a_reload_keeps_it(lab, page, artefact, corpus):
    seen = open_notebook(lab, page)
    page.wait_for_function("document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt').length && "
                           "![...document.querySelectorAll('.jp-InputArea-prompt')].some(p => p.textContent === '[*]:')", timeout=180_000)
    # the notebook's last cell writes into the view; start from nothing
    seen.box.get_by_role("button", name="Take all filters away").click()
    seen.settled(f"{len(corpus.documents)} articles")
    seen.check(corpus)

    seen.box.locator(".wb-facet").first.get_by_role("checkbox", name=ACTOR).check()
    seen.settled(f"{len(truth(corpus, actor=ACTOR)[0])} of")
    seen.check(corpus, actor=ACTOR)
    page.locator(".wb-explorer").screenshot(path=artefact / "explorer_actor.png")

    for name, day in (("From", "2019-01-01"), ("To", "2020-12-31")):
        field = seen.box.locator(".wb-dates").get_by_label(name)
        field.fill(day)
        field.blur()
    asked = {"actor": ACTOR, "first": "2019-01-01", "last": "2020-12-31"}
    seen.settled(f"{len(truth(corpus, **asked)[0])} of")
    seen.check(corpus, **asked)
    assert "undated" in seen.box.locator(".wb-top .wb-notice").inner_text()

    alone = corpus.places["name"].drop_duplicates(keep=False)  # names that one place bears
    place = next(name for name in truth(corpus, **asked)[2]["name"].value_counts().index if name in set(alone))
    mark = page.frame_locator("iframe.wb-map-frame").locator(f".wb-mark[aria-label^='{place},']")
    mark.focus()
    page.keyboard.press("Enter")
    asked["place"] = place
    seen.settled(f"{len(truth(corpus, **asked)[0])} of")
    seen.check(corpus, pin=True, **asked)

    # a bar: the number on it is the number of sentences that open
    seen.box.get_by_role("button", name=f"Take away: Place {place}").click()
    seen.settled(f"{len(truth(corpus, actor=ACTOR, first='2019-01-01', last='2020-12-31')[0])} of")
    period, last, height = click_highest_bar(page)
    asked = {"actor": ACTOR, "first": period, "last": last}
    seen.settled(f"{len(truth(corpus, **asked)[0])} of")
    seen.check(corpus, **asked)
    assert len(seen.sentences()) == height
    assert seen.chips() == [f"Actor {ACTOR}", f"Date {period} to {last}"]
    before = seen.articles(), seen.sentences(), seen.bars(), seen.marks(), seen.chips()
    page.locator(".wb-explorer").screenshot(path=artefact / "explorer_bar.png")

    # reload: the same state, and the plot as it was, not as it was first drawn
    # (the command does nothing while JupyterLab is saving by itself, so the file is asked)
    book = lab.root / BOOK
    for _ in range(120):
        page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        page.wait_for_timeout(500)
        if "widget-view+json" in book.read_text() and not page.evaluate("window.jupyterapp.shell.currentWidget.context.model.dirty"):
            break
    else:
        pytest.fail("JupyterLab did not save the notebook with its explorer")
    seen = reloaded(page)
    page.wait_for_timeout(1500)
    assert (seen.articles(), seen.sentences(), seen.bars(), seen.marks(), seen.chips()) == before

    # back goes the way that was come; clear gives everything
    seen.box.get_by_role("button", name="Back to the selection before").click()
    seen.settled(f"{len(truth(corpus, actor=ACTOR, first='2019-01-01', last='2020-12-31')[0])} of")
    seen.check(corpus, actor=ACTOR, first="2019-01-01", last="2020-12-31")
    seen.box.get_by_role("button", name="Take all filters away").click()
    seen.settled(f"{len(corpus.documents)} articles")
    seen.check(corpus)

    # a sentence opens its article at that place
    seen.tab("Sentences")
    first = seen.box.locator(".wb-pane li[data-document]").first
    words = first.locator("mark").inner_text()
    first.focus()
    page.keyboard.press("Enter")
    focus = seen.box.locator(".wb-article #focus")
    focus.wait_for()
    assert focus.inner_text() in words or words in focus.inner_text()
    page.locator(".wb-explorer").screenshot(path=artefact / "explorer_article.png")
    assert page.trouble == []


def click_highest_bar(page):
    """Click the highest dated bar; gives its period's first and last day, and its height."""
    bar = page.evaluate("""() => {
        const plot = document.querySelector('.wb-timeline .js-plotly-plot');
        let best = null;
        plot.data.forEach((t, k) => {
            if (t.visible !== true || t.type !== 'bar' || t.xaxis === 'x2') return;
            Array.from(t.y).forEach((y, i) => { if (!best || y > best.y) best = {k, i, y, custom: t.customdata[i]}; });
        });
        return best;
    }""")
    paths = page.locator(".wb-timeline .js-plotly-plot .barlayer .trace .point path")
    boxes = [paths.nth(k).bounding_box() for k in range(paths.count())]
    undated = page.locator(".wb-timeline .js-plotly-plot .x2tick").first
    left = undated.bounding_box()["x"] if undated.count() else 1e9
    box = max((b for b in boxes if b and b["x"] + b["width"] < left - 20), key=lambda b: b["height"])
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return bar["custom"][1], bar["custom"][2], bar["y"]
