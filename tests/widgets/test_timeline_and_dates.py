"""The timeline's controls, the events and the open article's date, without a browser."""

import itertools

import pandas as pd
import pytest
from test_explorer_parts import figure_of, parts, send

import workbench as wb
from workbench import schema
from workbench.selection import Selection
from workbench.widgets.event_plot import events
from workbench.widgets.explorer import explorer
from workbench.widgets.timeline_plot import OFFERED, timeline

TEXTS = {
    "a": "Anna Keller opened the bridge of Marran on Wednesday. She had promised it in early March.",
    "b": "Anna Keller closed the port on Friday. It was built in 1998.",
    "c": "Anna Keller spoke on Monday.",
}


@pytest.fixture(scope="module")
def corpus():
    read = wb.read(pd.DataFrame({"document_id": list(TEXTS), "text": list(TEXTS.values()),
                                 "date_published": ["2024-05-09", "2024-05-12", None], "publisher": "The Marran Herald"}), progress=False)
    read = wb.annotate(read, "times", progress=False)
    mentions = schema.spans("mentions", read.documents, [{"document_id": k, "start": 0, "end": 11, "label": "PERSON", "score": 1.0,
                                                          "annotator": "test/hand", "entity_id": "keller"} for k in TEXTS])
    entities = pd.DataFrame({"entity_id": ["keller"], "name": ["Anna Keller"], "label": ["PERSON"], "origin": ["authority"]})
    return read.replace(mentions=mentions, entities=entities)


def controls(made):
    return dict(zip([*OFFERED, "share"], made.children[0].children, strict=True))


def drawn(made):
    """Number by first day, '' for those without one, of what is drawn as points."""
    found = {}
    for trace in made.children[1].data:
        if trace.visible and trace.type in ("bar", "scatter") and getattr(trace, "orientation", None) != "h":
            for custom, number in zip(trace.customdata, trace.y, strict=True):
                if number:
                    found[custom[1]] = found.get(custom[1], 0) + number
    return found


def test_what_was_printed_and_what_happened_are_two_pictures(corpus):
    view = Selection()
    made = timeline(corpus, view)
    assert drawn(made) == {"2024-05-09": 1, "2024-05-12": 1, "": 1}
    controls(made)["when"].value = "happened"
    assert drawn(made) == {"2024-05-08": 1, "2024-05-10": 1, "": 1}
    assert controls(made)["share"].disabled
    assert made.children[2].summary.startswith("Statements by day, 8 May 2024 to 10 May 2024.")


def test_every_way_of_drawing_can_be_chosen_and_has_its_table(corpus):
    made = timeline(corpus, Selection())
    for when, frequency, style in itertools.product(*(offered.values() for offered in OFFERED.values())):
        for name, value in (("share", False), ("when", when), ("frequency", frequency), ("style", style)):
            controls(made)[name].value = value
        visible = [trace.type for trace in made.children[1].data if trace.visible]
        assert ("heatmap" in visible) == (style == "heat") and made.children[2].rows[-1][0]["text"] == "undated"
        if when == "printed":
            controls(made)["share"].value = True
            assert "%" in made.children[2].rows[-1][1]["text"]


def test_a_click_and_a_brush_on_what_happened_choose_its_days(corpus):
    view = Selection()
    made = timeline(corpus, view)
    controls(made)["when"].value = "happened"
    trace = next(t for t in made.children[1].data if t.visible and t.type == "bar" and t.xaxis != "x2")
    trace._dispatch_on_click(type("Points", (), {"point_inds": [0]})(), None)
    assert view.clause("happened").value == ("2024-05-08", "2024-05-08") and view.clause("date") is None
    rows = view.evidence(corpus)
    assert rows["text"].tolist() == ["Wednesday"] and rows["sentence"].tolist() == [TEXTS["a"].split(" She")[0]]
    assert len(made.children[1].layout.shapes) == 1, "the chosen days are marked"
    view.clear()
    box = type("Box", (), {"xrange": ["2024-05-09 12:00", "2024-05-11"]})()
    trace._dispatch_on_selection(type("Points", (), {"point_inds": []})(), box)
    assert view.clause("happened").value == ("2024-05-09", "2024-05-11")
    assert view.document_ids(corpus) == ["b"]


def test_without_times_only_what_was_printed_can_be_drawn():
    bare = wb.read(pd.DataFrame({"text": ["x"], "date_published": ["2024-05-09"]}), progress=False)
    assert controls(timeline(bare, Selection()))["when"].disabled


def test_events_are_drawn_when_looked_at_and_open_their_sentence(corpus):
    view = Selection()
    made = events(corpus, view)
    made.layout.display = "none"
    assert len(made.children) == 1, "nothing is drawn before it is looked at"
    made.layout.display = None
    figure, note = made.children
    assert sum(len(trace.y) for trace in figure.data) == 4 and note.summary.startswith("5 dated statements")
    assert [row[0]["text"] for row in note.rows] == ["1998", "1 to 10 Mar 2024", "8 May 2024", "10 May 2024", "not resolved"]
    days = figure.data[1]
    days._dispatch_on_click(type("Points", (), {"point_inds": [0]})(), None)
    assert (view.opened, view.place_in_text) == ("a", TEXTS["a"].index("Wednesday"))
    send(note, type="cell", value=note.rows[-1][1]["value"])
    assert view.opened == "c"
    view.where(publisher="Nobody's")
    assert made.children[1].summary.startswith("No dated statement")


def test_a_date_set_in_the_explorer_is_kept_and_makes_its_weekdays_days(corpus, tmp_path):
    made = explorer(corpus, corrections=tmp_path / "decisions.jsonl")
    made.selection.open("c")
    note, picker, button = parts(made, "HTML")[0], parts(made, "DatePicker")[-1], parts(made, "Button")[-1]
    assert note.value.startswith('<p class="wb-date-note">Undated.') and picker.value is None
    picker.value = pd.Timestamp("2024-05-15").date()
    button.click()
    documents, times = made.corpus.documents.set_index("document_id"), made.corpus.times.set_index("document_id")
    assert documents.loc["c", "date_basis"] == "analyst" and times.loc["c", "value"] == "2024-05-13"
    assert "set by an analyst" in parts(made, "HTML")[0].value and made.selection.opened == "c"
    again = wb.annotate(corpus, [], corrections=tmp_path / "decisions.jsonl", progress=False)
    assert again.times.set_index("document_id").loc["c", "value"] == "2024-05-13"
    send(parts(made, "CorrectBar")[0], type="undo")
    assert made.corpus.times.set_index("document_id").loc["c", "value"] == "XXXX-WXX-1"
    assert figure_of(made) is not None


def test_evidence_of_a_date_is_escaped():
    from workbench.figures.date_note import date_note

    evidence = pd.DataFrame({"kind": ["weekday", "conclusion"], "text": ["<script>", None], "reason": ["<b>", "r"], "weight": [1.0, 0.5],
                             "date_from": pd.to_datetime([None, "2019-01-01"]), "date_to": pd.to_datetime([None, "2019-02-01"])})
    page = date_note(None, "none", 0.0, evidence)
    assert "<script>" not in page and "<b>" not in page and "2019-01-01 to 2019-02-01" in page
