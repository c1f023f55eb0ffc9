"""Names put right in a real JupyterLab, where they are seen: merge, split, rename, not an actor, and a log that takes back."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
WORLDS = Path(__file__).resolve().parent.parent / "summaries"
CODE = f'''
import sys
sys.path.insert(0, {str(WORLDS)!r})
import workbench as wb
from explorer_worlds import chance_corpus
wb.explorer(chance_corpus(1), corrections="decisions.jsonl")
'''


def test_names_are_put_right_where_they_are_seen(lab, page, run_notebook, artefact):
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)  # the machine may be busy
    run_notebook("corrections.ipynb", [CODE], 240)
    box = page.locator(".wb-explorer")
    box.locator(".wb-correct").wait_for()
    facet = box.locator(".wb-facet").first

    def counts():
        rows = facet.locator("li").evaluate_all(
            "all => all.map(i => [i.querySelector('.wb-facet-name').textContent, i.querySelector('.wb-facet-count').textContent])")
        return {name: int(count.replace(",", "")) for name, count in rows}

    def choose(*names):
        """Nothing but these actors is chosen."""
        chosen = facet.locator("li:has(input:checked) .wb-facet-name").all_inner_texts()
        for name in [*(n for n in chosen if n not in names), *(n for n in names if n not in chosen)]:
            facet.get_by_role("checkbox", name=name).click()
            page.wait_for_timeout(1500)  # the kernel's answer draws the list anew
        assert sorted(facet.locator("li:has(input:checked) .wb-facet-name").all_inner_texts()) == sorted(names)

    def press(button):
        """One decision is kept, and the explorer is drawn anew with it."""
        before = lines()
        bar = box.locator(".wb-correct")
        bar.evaluate("node => { node.querySelector('details').open = true; node.classList.add('wb-old'); }")
        bar.get_by_role("button", name=button, exact=True).click()
        page.wait_for_function("() => document.querySelector('.wb-correct:not(.wb-old)') && !document.querySelector('.wb-old')")
        box.locator(".wb-facet li").first.wait_for()
        page.wait_for_timeout(1500)
        assert lines() == before + 1

    def lines():
        file = lab.root / "decisions.jsonl"
        return file.read_text(encoding="utf8").count("\n") if file.exists() else 0

    start = counts()
    one, other = "Khalifa Haftar", "Fayez al-Serraj"
    choose(one, other)
    press("Merge")
    box.screenshot(path=artefact / "explorer-corrections-merged.png")
    assert counts() == {name: count + (start[other] if name == one else 0) for name, count in start.items() if name != other}

    box.get_by_label("Spelling that is somebody else").select_option(other)
    press("Split off")
    assert counts() == start, "split again, all is as it was"

    choose(other)
    box.get_by_label("New name").fill("<i>Serraj</i>")
    press("Rename")
    assert counts()["<i>Serraj</i>"] == start[other], "a name is text and nothing else"
    choose(one)
    press("Not an actor")
    assert one not in counts()
    log = box.locator(".wb-correct-log")
    log.locator("summary").click()
    assert log.locator("li").count() == 4
    box.screenshot(path=artefact / "explorer-corrections.png")
    log.get_by_role("button", name="Undo: Fayez al-Serraj is called <i>Serraj</i>").click()
    page.wait_for_function("name => [...document.querySelectorAll('.wb-facet-name')].some(n => n.textContent === name)", arg=other)
    assert one not in counts(), "what was not taken back stays"
    box.locator(".wb-correct").evaluate("node => { for (const part of node.querySelectorAll('details')) part.open = true; }")
    redo = log.get_by_role("button", name="Redo: Fayez al-Serraj is called <i>Serraj</i>")
    assert redo.count() == 1 and log.locator(".wb-undone").count() == 1
    box.locator(".wb-left").screenshot(path=artefact / "explorer-corrections-log.png")

    kept = [json.loads(line) for line in (lab.root / "decisions.jsonl").read_text(encoding="utf8").splitlines()]
    assert [line["body"]["action"] for line in kept] == ["merge", "split", "rename", "reject", "undo"], "history stays"
    assert page.trouble == []
