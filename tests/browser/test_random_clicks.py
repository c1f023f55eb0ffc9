"""Fifty random sequences of clicks in a real JupyterLab, the network blocked: each view shows what plain filters of the tables give."""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE / "browser"), str(HERE / "summaries")]
from explorer_worlds import chance_corpus  # noqa: E402
from test_linked_model import Plain  # noqa: E402

from workbench.selection import Selection  # noqa: E402

pytestmark = pytest.mark.browser
SEQUENCES, ACTIONS = 50, 4
FACETS = {"Actors": "actor", "Places": "place", "Publishers": "publisher", "Languages": "language", "Stories": "story"}
COLUMNS = {"publisher": "publisher", "language": "in_language", "story": "story"}
BOOK = f"""
import sys
sys.path.insert(0, {str(HERE / "summaries")!r})
import workbench as wb
from explorer_worlds import chance_corpus
corpus, view = chance_corpus(3, articles=40), wb.Selection()
""", "wb.explorer(corpus, view)", "view.where(actor='haftar')"  # at once: before the browser has plotly
#: What is on the page: numbers of the facets, the tabs, the facts, the filters and the timeline.
READ = """() => {
    const box = document.querySelector('.wb-explorer'), number = text => Number(text.replace(/[^0-9]/g, ''));
    const facets = Object.fromEntries([...box.querySelectorAll('.wb-facet')].map(f => [f.querySelector('h3').textContent,
        Object.fromEntries([...f.querySelectorAll('li')].map(li => [li.querySelector('input').value,
            [number(li.querySelector('.wb-facet-count').textContent), li.querySelector('input').checked]]))]));
    const bars = {};
    for (const t of box.querySelector('.wb-timeline .js-plotly-plot').data) {
        if (t.visible !== true || !['bar', 'scatter'].includes(t.type)) continue;
        bars[t.name] = (bars[t.name] || 0) + Array.from(t.y || []).reduce((a, b) => a + b, 0);
    }
    const tabs = [...box.querySelectorAll('.wb-right [role=tab]')].map(t => t.textContent);
    return {facets, bars, tabs: tabs.slice(0, 2).map(number), facts: box.querySelector('.wb-facts').textContent,
            chips: box.querySelectorAll('.wb-chips li').length, by: box.querySelector('.wb-by input:checked').value};
}"""
MARKS = """() => Object.fromEntries([...document.querySelectorAll('.wb-mark')].map(m => [m.dataset.place,
    Number(m.getAttribute('aria-label').split(': ').pop().split(' ')[0].replace(',', ''))]))"""


class Page:
    """The explorer in the browser: what it shows, and what a hand does to it."""

    def __init__(self, page):
        self.page, self.box = page, page.locator(".wb-explorer")
        self.frame = page.locator("iframe.wb-map-frame").element_handle().content_frame()

    def shown(self):
        return self.page.evaluate(READ) | {"marks": self.frame.evaluate(MARKS)}

    def press(self, selector, where=0):
        self.box.locator(selector).nth(where).evaluate("element => element.click()")


class Expected:
    """What should be shown, from the tables by plain pandas."""

    def __init__(self, corpus):
        self.plain, self.names = Plain(corpus), corpus.entities.set_index("entity_id")["name"]

    def wrong(self, view, shown):
        """The first thing that is shown wrong; nothing where all is right."""
        plain, by, ids = self.plain, view.by, self.plain.passing(view)
        every, told = len(plain.documents), plain.evidence(view)
        facts = f"{every} articles" if len(ids) == every else f"{len(ids)} of {every} articles"
        told = told[told["document_id"].isin(ids)]
        if view.kind:  # a mark or a number was pressed: its own rows are read
            told = plain.rows(view.kind, ids, view.clause(view.kind).value)
        rows = plain.units(told, by).drop_duplicates(["thing", "unit"])
        listed = plain.story[sorted(ids)].nunique() if by == "stories" else len(ids)
        checks = [("facts", shown["facts"].startswith(facts), facts), ("unit", shown["by"] == by, by),
                        ("filters", shown["chips"] == len(view.clauses), len(view.clauses)),
                        ("tabs", shown["tabs"] == [len(rows), listed], [len(rows), listed])]
        for title, values in shown["facets"].items():
            word = FACETS[title]
            clause = view.clause(word)
            counts = self.counts(view, word)
            asked = set(clause.value) if clause else set()
            checks.append((title, {v: n for v, (n, _) in values.items()} == {v: int(counts.get(v, 0)) for v in values}, dict(counts)))
            checks.append((f"{title} chosen", {v for v, (_, on) in values.items() if on} == asked, asked))
            rest = counts[(counts > 0) & ~counts.index.isin(list(asked))].nlargest(20).tolist()
            checks.append((f"{title} listed", [n for n, on in values.values() if not on] == rest, rest))
        marks = plain.count(plain.rows("place", plain.passing(view, "place")), by).to_dict()
        checks.append(("map", shown["marks"] == marks, marks))
        others, chosen = plain.passing(view, "date"), view.clause("actor")
        counts = plain.count(plain.rows("actor", others, chosen.value if chosen else None), by)
        if by == "mentions":  # an article counts in one month, a story maybe in several
            drawn = {self.names[thing]: int(n) for thing, n in counts.items()}
            sums = shown["bars"]
            most = sorted(drawn.values(), reverse=True)[:len(chosen.value) if chosen else 5]
            right = all(drawn.get(name) == n for name, n in sums.items() if n) and sum(sums.values()) == sum(most)
            checks.append(("timeline", right, drawn))
        return next(((name, expected) for name, right, expected in checks if not right), None)

    def counts(self, view, word):
        plain, by, others = self.plain, view.by, self.plain.passing(view, word)
        if word in ("actor", "place"):
            return plain.count(plain.rows(word, others), by)
        pages = plain.documents.assign(story=plain.story, amount=plain.evidence(view)["document_id"].value_counts()).fillna({"amount": 0})
        here = pages.loc[sorted(others)].groupby(COLUMNS[word])
        return {"mentions": here["amount"].sum(), "articles": here.size(), "stories": here["story"].nunique()}[by].astype(int)


def act(rng, seen, view, page):
    """One thing that a hand does, and the same in code; what it was, in words."""
    what = rng.integers(10)
    shown = seen.shown()
    if what <= 2 and any(shown["facets"].values()):
        titles = [title for title, values in shown["facets"].items() if values]
        title = str(rng.choice(titles))
        word, value = FACETS[title], str(rng.choice(list(shown["facets"][title])))
        facet = seen.box.locator(".wb-facet", has=page.get_by_role("heading", name=title))
        row = facet.locator("li").nth(list(facet.locator("li input").evaluate_all("all => all.map(b => b.value)")).index(value))
        if rng.random() < 0.3:  # the number: only this
            row.locator(".wb-facet-count").evaluate("element => element.dispatchEvent(new MouseEvent('click', {bubbles: true, detail: 1}))")
            view.where(**{word: value})
            view.kind = word if word in ("actor", "place") else None
            return f"only {word} {value}"
        row.locator("input").evaluate("element => element.click()")
        clause = view.clause(word)
        values = (set(clause.value) if clause else set()) ^ {value}
        view.where(**{word: sorted(values)}) if values else view.without(word)
        return f"tick {word} {value}"
    if what <= 4 and shown["marks"]:  # the map filters
        place = str(rng.choice(list(shown["marks"])))
        mark = seen.frame.locator(f".wb-mark[data-place='{place}']")
        mark.focus()
        page.keyboard.press("Enter")
        clause = view.clause("place")
        let_go = clause and set(clause.value) == {place}
        view.without("place") if let_go else view.where(place=place)
        view.kind = None if let_go else "place"
        return f"mark {place}"
    if what == 5:
        first, last = sorted(pd.Timestamp("2019-01-01") + pd.Timedelta(days=int(d)) for d in rng.integers(0, 900, 2))
        for name, day in (("From", first), ("To", last)):
            field = seen.box.locator(".wb-dates").get_by_label(name)
            field.fill(f"{day:%Y-%m-%d}")
            field.blur()
        clause = view.clause("date")
        before = clause.value[1] if clause is not None and clause.op == "between" else None
        view.where(after=first, before=before if before and first <= pd.Timestamp(before) else None)
        view.where(after=first, before=last)
        return f"days {first:%Y-%m-%d} to {last:%Y-%m-%d}"
    if what == 6:
        unit = str(rng.choice(["mentions", "articles", "stories"]))
        seen.press(f".wb-by input[value={unit}]")
        if unit != view.by:
            view.where(by=unit)
        return f"count {unit}"
    if what == 7:
        words = str(rng.choice(["oil", "cease*", "oil AND talks", '"khalifa haftar"']))
        box = seen.box.locator(".wb-search input")
        box.fill(words)
        box.press("Enter")
        view.where(text=words)
        return f"search {words}"
    if what == 8 and view.clauses:
        clause = view.clauses[rng.integers(len(view.clauses))]
        seen.press(".wb-chips li button", view.clauses.index(clause))
        view.without(clause.source)
        return f"take away {clause.source}"
    seen.box.get_by_role("button", name="Take all filters away").evaluate("element => element.click()")
    view.clear()
    return "clear"


def heap(page):
    """Bytes of live objects and nodes of the page, after what is not used is gone."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    numbers = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return numbers["JSHeapUsedSize"], numbers["Nodes"]


def test_random_clicks_show_what_plain_filters_give_and_leave_nothing_behind(page, run_notebook, artefact):
    page.set_default_timeout(60_000)
    page.set_viewport_size({"width": 1280, "height": 1000})
    run_notebook("random.ipynb", list(BOOK), 240)
    page.locator(".wb-explorer .js-plotly-plot .main-svg").first.wait_for()
    page.frame_locator("iframe.wb-map-frame").locator(".wb-mark").first.wait_for()
    page.locator(".wb-explorer").scroll_into_view_if_needed()
    rng, corpus, seen, view = np.random.default_rng(11), chance_corpus(3, articles=40), Page(page), Selection().where(actor="haftar")
    expected, clicks, before = Expected(corpus), 0, None

    def right(said):
        until = time.monotonic() + 20
        while (wrong := expected.wrong(view, seen.shown())) and time.monotonic() < until:
            page.wait_for_timeout(30)
        if wrong:
            page.locator(".wb-explorer").screenshot(path=artefact / "random_wrong.png")
        assert not wrong, f"after {said}: {view}\n{wrong}\nshown: {seen.shown()}"
        assert page.trouble == [], f"after {said}: {view}"

    right(["what the notebook chose"])
    for sequence in range(SEQUENCES):
        said = [sequence]
        for _ in range(ACTIONS):
            said.append(act(rng, seen, view, page))
            right(said)
            clicks += 1
        for name, turn in [("Back to the selection before", view.back), ("Forward again", view.forward)] * int(rng.integers(2)):
            seen.box.get_by_role("button", name=name).click()
            turn()
            right([*said, name])
        if clicks == 20:
            before = heap(page)
    after = heap(page)
    assert clicks >= 200
    assert after[0] < before[0] + 4_000_000, f"the page's memory grew from {before[0]:,} to {after[0]:,} bytes in {clicks - 20} clicks"
    assert after[1] < before[1] + 2000, f"from {before[1]:,} to {after[1]:,} nodes"
