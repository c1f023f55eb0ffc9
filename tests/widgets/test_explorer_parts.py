"""The explorer's parts without a browser: messages become clauses, the state becomes small values."""

import json
import re

import comm
import numpy as np
import pandas as pd
import pytest
from explorer_worlds import chance_corpus
from jupyter_client.jsonutil import json_default

from workbench import exports, schema
from workbench.corpus import Corpus
from workbench.selection import Selection
from workbench.widgets.explorer import explorer
from workbench.widgets.facet_list import MOST, facet
from workbench.widgets.map_frame import place_map
from workbench.widgets.page_pane import PagePane


@pytest.fixture(scope="module")
def corpus():
    return chance_corpus(3)


def parts(widget, kind=None):
    """All widgets inside, by class name."""
    found = {}

    def walk(one):
        found.setdefault(type(one).__name__, []).append(one)
        for child in getattr(one, "children", ()):
            walk(child)

    walk(widget)
    return found if kind is None else found[kind]


def send(widget, **message):
    """What the browser would send."""
    widget._handle_custom_msg(message, [])


def figure_of(made):
    return next(w for name, all_of in parts(made).items() if name.startswith("FigureWidget") for w in all_of)


def test_a_figure_comes_to_the_browser_whole(monkeypatch):
    import plotly.graph_objects as go

    from workbench.widgets import figure_widget

    opened = []
    create = comm.create_comm
    monkeypatch.setattr(comm, "create_comm", lambda **given: opened.append(given["data"]["state"]) or create(**given))
    figure_widget(go.Figure(go.Bar(x=["a"], y=[2]), {"title": {"text": "Named"}}))
    told = [(state["_widget_data"], state["_widget_layout"]) for state in opened if "_widget_data" in state]
    assert [([trace["y"] for trace in data], layout["title"]["text"]) for data, layout in told] == [([[2]], "Named")]


def test_the_script_of_plotly_is_sent_once_and_again_when_it_was_closed(monkeypatch):
    import ipywidgets

    from workbench.widgets import figure_widget

    opened = []
    create = comm.create_comm
    monkeypatch.setattr(comm, "create_comm", lambda **given: opened.append(given) or create(**given))
    ipywidgets.Widget.close_all()
    for expected in (1, 1):
        figure_widget({"data": [{"type": "bar", "x": ["a"], "y": [2]}], "layout": {}})
        figures = [given["data"]["state"] for given in opened if "_widget_data" in given["data"]["state"]]
        sent = [given for given in opened if ["source"] in given["data"]["buffer_paths"]]
        assert len(sent) == expected and sum(map(len, sent[0]["buffers"])) > 1_000_000
        assert all(len(state["_esm"]) < 10_000 for state in figures), "no figure brings plotly along"
    ipywidgets.Widget.close_all()
    figure_widget({"data": [], "layout": {}})
    assert len([given for given in opened if ["source"] in given["data"]["buffer_paths"]]) == 2


def test_ticks_chips_and_buttons_change_the_selection(corpus):
    made = explorer(corpus)
    view, bar, actors = made.selection, parts(made, "StatusBar")[0], parts(made, "FacetList")[0]
    first = actors.items[0]
    send(actors, type="toggle", value=first["value"])
    assert view.clause("actor").value == (first["value"],) and actors.items[0]["chosen"]
    assert [chip["text"] for chip in bar.chips] == [first["name"]]
    send(actors, type="toggle", value=actors.items[1]["value"])
    assert len(view.clause("actor").value) == 2
    send(bar, type="by", value="stories")
    assert view.by == "stories" and actors.unit == "stories"
    send(bar, type="remove", source="actor")
    assert view.clauses == () and bar.chips == []
    send(bar, type="back")
    assert len(view.clause("actor").value) == 2
    send(bar, type="clear")
    assert view.clauses == ()


def test_a_number_opens_as_many_rows_as_it_says(corpus):
    made = explorer(corpus)
    view, sentences, listed = made.selection, parts(made, "PagePane")[0], parts(made, "ArticleList")[0]
    for by in ("mentions", "articles", "stories"):
        for list_of in parts(made, "FacetList"):
            view.clear().where(by=by, place="gn:1", actor=["haftar", "serraj"])
            item = list_of.items[0]
            send(list_of, type="open", value=item["value"])
            rows = listed.total if view.reading == "articles" else sentences.total
            assert rows == item["count"], (list_of.title, by)
    view.clear()
    frame, network = parts(made, "MapFrame")[0], parts(made, "NetworkPlot")[0]
    frame.clicked = {"place_id": "", "count": 1}
    assert sentences.total == frame.unplaced and sentences.kind == "unplaced" and "not placed" in sentences.html
    parts(made, "TabStrip")[0].active = 1
    for unit in ("sentence", "paragraph", "article"):
        next(one for one in parts(made, "Dropdown") if one.description == "Named in the same").value = unit
        view.clear().where(actor="haftar")
        edge = network.edges[0]
        send(network, type="pair", value=[edge["source"], edge["target"]])
        assert sentences.total == edge["count"] and sentences.kind == "pair"
        send(sentences, type="kind", value="")
        assert sentences.total == sum(kind["total"] for kind in sentences.kinds if kind["kind"])


def test_facts_open_what_they_count(corpus):
    made = explorer(corpus)
    view, bar, listed = made.selection, parts(made, "StatusBar")[0], parts(made, "ArticleList")[0]
    numbers = [int(fact["text"].split()[0]) for fact in bar.facts]
    send(bar, type="fact", value="articles")
    assert view.reading == "articles" and listed.total == numbers[0]
    send(bar, type="fact", value="unplaced")
    assert view.reading == "sentences" and parts(made, "PagePane")[0].total == numbers[2]
    send(bar, type="fact", value="undated")
    assert view.reading == "articles" and listed.total == numbers[1] and {item["date"] for item in listed.items} == {"undated"}


def test_everything_can_be_reached_page_by_page(corpus):
    made = explorer(corpus)
    for name in ("ArticleList", "PagePane"):
        pages = parts(made, name)[0]
        seen, first = [], 0
        while first < pages.total:
            send(pages, type="page", value=first)
            found = re.findall(r'data-document="(\w+)" data-start="(\d+)"', pages.html) if name == "PagePane" else pages.items
            seen += [item["value"] if name == "ArticleList" else item for item in found]
            first += pages.step
        assert len(set(seen)) == pages.total


def test_two_sides_are_compared_and_every_number_opens_its_rows(corpus):
    made = explorer(corpus)
    view, sentences, listed = made.selection, parts(made, "PagePane")[0], parts(made, "ArticleList")[0]
    parts(made, "TabStrip")[0].active = 3
    pane = parts(made, "ComparePane")[0]
    for what in ("actor", "publisher", "date"):
        send(pane, type="what", value=what)
        assert len(pane.sides) == 2 and len(pane.both) == 2
        kept = view.clauses
        cells = [cell for table in pane.tables for row in table["rows"] for cell in row if "ask" in cell]
        assert len(cells) > 8
        for cell in cells:
            send(pane, type="cell", value=cell["ask"])
            rows = listed.total if view.reading == "articles" else sentences.total
            if cell["ask"][0]:
                assert rows == int(cell["text"].replace(",", "")), (what, cell)
            view.clauses = kept
        for side in pane.both:
            for word in side["words"]:
                send(pane, type="cell", value=word["ask"])
                assert sentences.total == int(word["counts"].split(" : ")[0].replace(",", ""))
                view.clauses = kept
    send(pane, type="side", side=0, value=["2019-02-01", "2019-02-03"])
    assert "Be careful: only" in pane.warning
    send(pane, type="side", side=0, value=["2019-02-03", "2019-02-01"])
    assert "earlier first" in pane.warning


def test_views_are_kept_and_files_are_made(corpus):
    made, told = explorer(corpus), []
    view, bar = made.selection, parts(made, "StatusBar")[0]
    bar.send = lambda content, buffers=None: told.append((content, buffers))
    view.where(actor="haftar", after="2019-02-01", by="articles")
    kept, clauses = bar.view, view.clauses
    send(bar, type="code")
    assert view.fingerprint(corpus) in told[-1][0]["code"] and "actor='haftar'" in told[-1][0]["code"]
    view.clear().where(place="gn:2")
    send(bar, type="load", text=kept)
    assert view.clauses == clauses and view.by == "articles"
    send(bar, type="load", text="[]")
    assert "Not opened" in told[-1][0]["said"] and view.clauses == clauses
    for ending in exports.FORMATS:
        send(bar, type="export", ending=ending)
        content, buffers = told[-1]
        assert content["type"] == "files" and len(content["files"]) == len(buffers) and all(buffers)
        assert content["files"][0]["name"] == f"view{ending}"


def test_messages_that_mean_nothing_are_left_alone(corpus):
    made = explorer(corpus)
    for widget in (w for all_of in parts(made).values() for w in all_of if hasattr(w, "_handle_custom_msg")):
        for message in ({}, {"type": "nonsense"}, {"type": "by", "value": "pounds"}):
            widget._handle_custom_msg(message, [])
    assert made.selection.clauses == () and made.selection.by == "mentions"


def test_an_actor_is_found_by_typing(corpus):
    view = Selection()
    actors = facet(corpus, view, "actor", "Actors")
    send(actors, type="find", text="SERRAJ")
    assert [item["name"] for item in actors.items] == ["Fayez al-Serraj"]
    send(actors, type="find", text="nobody")
    assert actors.items == [] and "nobody" in actors.empty
    view.where(actor="Khalifa Haftar")
    assert [item["name"] for item in actors.items] == ["Khalifa Haftar"], "the chosen stay, whatever is typed"


def test_the_list_is_short_however_many_names_there_are(corpus):
    documents = corpus.documents.iloc[:1].assign(text=" ".join(f"N{k:05d}" for k in range(3000)))
    mentions = schema.spans("mentions", documents, [
        {"document_id": documents["document_id"].iloc[0], "start": 7 * k, "end": 7 * k + 6, "label": "PERSON", "score": 1.0,
         "annotator": "test/many", "entity_id": f"e{k}"} for k in range(3000)])
    entities = schema.conform("entities", mentions.assign(name=mentions["text"], origin="corpus")[["entity_id", "name", "label", "origin"]])
    many = Corpus({"documents": documents, "mentions": mentions, "entities": entities})
    actors = facet(many, Selection(), "actor", "Actors")
    assert len(actors.items) == MOST and actors.total == 3000
    assert [i["name"] for i in actors.items[:3]] == ["N00000", "N00001", "N00002"], "ties in alphabetical order"


def test_the_timeline_is_updated_in_place_and_remembers_for_a_reload(corpus):
    made = explorer(corpus)
    figure, view = figure_of(made), made.selection
    view.where(actor="Khalifa Haftar", after="2019-03-01", before="2019-04-30")
    assert figure is figure_of(made)
    assert list(figure._widget_data) == list(figure._data) and figure._widget_layout == figure._layout_obj._props
    shown = [t for t in figure.data if t.visible]
    assert {t.name for t in shown} == {"Khalifa Haftar"} and len(figure.layout.shapes) == 1
    view.clear()
    assert len(figure.layout.shapes) == 0 and not figure._widget_layout.get("shapes"), "a band for days that are no longer chosen lies"


def test_a_click_on_a_bar_asks_for_its_actor_and_period(corpus):
    made = explorer(corpus)
    figure, view = figure_of(made), made.selection
    trace = next(t for t in figure.data if t.visible and t.type == "bar" and t.xaxis != "x2")
    at = max(range(len(trace.y)), key=lambda k: trace.y[k])
    entity, first, last = trace.customdata[at]
    number = trace.y[at]
    trace._dispatch_on_click(type("Points", (), {"point_inds": [at]})(), None)
    assert view.clause("actor").value == (entity,) and view.clause("date").value == (first, last)
    assert len(view.evidence(corpus)) == number


def test_a_click_on_the_map_chooses_a_place_and_another_lets_go(corpus):
    made = explorer(corpus)
    frame, view = parts(made, "MapFrame")[0], made.selection
    pin = frame.places[0]
    frame.clicked = {"place_id": pin["place_id"], "count": 1}
    assert view.clause("place").value == (pin["place_id"],) and frame.selected == [pin["place_id"]]
    assert len(view.evidence(corpus)) == pin["count"]
    frame.clicked = {"place_id": pin["place_id"], "count": 2}
    assert view.clauses == ()


def test_a_sentence_opens_its_article_there(corpus):
    made = explorer(corpus)
    sentences, article = parts(made, "PagePane")
    row = made.selection.evidence(corpus).iloc[0]
    send(sentences, type="open", document=row["document_id"], start=int(row["start"]))
    assert made.selection.opened == row["document_id"] and 'id="focus"' in article.html
    made.selection.open(None)
    assert article.html == "" and "No article is open" in article.head


def test_text_of_articles_reaches_the_page_escaped_only():
    evil = '<img src=x onerror="boom()"><script>boom()</script>'
    documents = schema.conform("documents", chance_corpus(3).documents.iloc[:1].assign(text=evil, headline=evil, publisher=evil))
    mentions = schema.spans("mentions", documents, [{
        "document_id": documents["document_id"].iloc[0], "start": 0, "end": len(evil), "score": 1.0, "label": "PERSON",
        "annotator": "test/evil", "entity_id": "e"}])
    entities = schema.conform("entities", mentions.assign(name=evil, origin="corpus")[["entity_id", "name", "label", "origin"]])
    made = explorer(Corpus({"documents": documents, "mentions": mentions, "entities": entities}))
    made.selection.open(documents["document_id"].iloc[0])
    for pane in (w for all_of in parts(made).values() for w in all_of if isinstance(w, PagePane)):
        assert pane.html and "<img" not in pane.html and "<script" not in pane.html


def test_what_one_click_sends_is_small(monkeypatch):
    """Under 150 kB, however many articles, names and places there are, and whichever picture is looked at."""
    sent = []

    class Counting(comm.base_comm.BaseComm):
        def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
            if msg_type == "comm_msg":
                sent.append(len(json.dumps(data, default=json_default)) + sum(map(len, buffers or ())))

    monkeypatch.setattr(comm, "create_comm", lambda *words, **keys: Counting(*words, **keys))
    made = explorer(many_places())
    strip, view = parts(made, "TabStrip"), made.selection
    for picture in range(4):
        strip[0].active = picture
        for reading in (0, 2):
            strip[1].active = reading
            for asked in ({"actor": "haftar"}, {"actor": ["haftar", "serraj", "gna", "russia", "un"]}, {"by": "articles"}, {"text": "oil"},
                          {"after": "2019-06-01", "by": "mentions"}, {"actor": None, "text": None}):
                sent.clear()
                view.where(**asked)
                assert 500 < sum(sent) < 150_000, (picture, asked)
            view.clear()


def many_places():
    """A corpus of two thousand articles with names of three thousand places."""
    corpus = chance_corpus(1, articles=2000)
    ids = np.array([f"gn:{k}" for k in range(3000)])
    number = np.arange(3000)
    places = pd.DataFrame({"place_id": ids, "name": [f"A town by the name of {k}" for k in number], "latitude": -70 + 0.05 * number,
                           "longitude": (37.0 * number) % 340 - 170, "country_code": "XX", "feature_class": "P"})
    found = corpus.toponyms
    drawn = found["place_id"].where(found["place_id"].isna(), np.random.default_rng(0).choice(ids, len(found)))
    return corpus.replace(places=places, toponyms=found.assign(place_id=drawn.astype("str")))


def test_the_text_form_is_the_same_each_time(corpus):
    assert repr(explorer(corpus)) == repr(explorer(corpus)) == "Explorer of 60 articles · " + repr(explorer(corpus)).split(" · ", 1)[1]
    assert "at 0x" not in repr(explorer(corpus))


def test_an_empty_corpus_and_one_without_names_say_so():
    empty = explorer(Corpus({"documents": schema.empty("documents")}))
    assert "This corpus holds no articles." in repr(empty)
    bare = explorer(Corpus({"documents": chance_corpus(3).documents}))
    assert "wb.annotate(corpus)" in parts(bare, "FacetList")[0].empty
    assert any(t.visible and sum(t.y) for t in figure_of(bare).data if t.type == "bar"), "articles are drawn where no names are known"


def test_a_name_that_this_corpus_does_not_know_is_said_not_raised(corpus):
    made = explorer(corpus, Selection().where(actor="Nobody Known"))
    assert "no actor 'Nobody Known'" in parts(made, "StatusBar")[0].notice


def test_names_are_put_right_where_they_are_seen(corpus, tmp_path):
    file = tmp_path / "corrections.jsonl"
    made = explorer(corpus, corrections=file)
    view = made.selection
    view.where(actor=["haftar", "serraj"])
    before = {i["name"]: i["count"] for i in parts(made, "FacetList")[0].items}
    send(parts(made, "CorrectBar")[0], type="merge")
    actors, bar = parts(made, "FacetList")[0], parts(made, "CorrectBar")[0]
    assert view.clause("actor").value == ("haftar",) and actors.items[0]["count"] == before["Khalifa Haftar"] + before["Fayez al-Serraj"]
    assert bar.done == 1 and file.read_text().count("\n") == 1
    send(bar, type="rename", text="The Two")
    assert parts(made, "FacetList")[0].items[0]["name"] == "The Two"
    send(parts(made, "CorrectBar")[0], type="undo")
    send(parts(made, "CorrectBar")[0], type="undo")
    view.where(actor=["haftar", "serraj"])
    assert {i["name"]: i["count"] for i in parts(made, "FacetList")[0].items} == before, "undone, all is as it was"
    view.where(actor="serraj")
    send(parts(made, "CorrectBar")[0], type="reject")
    view.clear()
    assert "Fayez al-Serraj" not in {i["name"] for i in parts(made, "FacetList")[0].items}
    assert len(corpus.entities) == 7, "the corpus given is not changed"


def test_the_log_takes_back_what_was_decided_another_day(corpus, tmp_path):
    file = tmp_path / "corrections.jsonl"
    first = explorer(corpus, corrections=file)
    first.selection.where(actor="serraj")
    send(parts(first, "CorrectBar")[0], type="rename", text="<b>S.</b>")
    made = explorer(corpus, corrections=file)  # another day
    bar = parts(made, "CorrectBar")[0]
    assert "<b>S.</b>" in {i["name"] for i in parts(made, "FacetList")[0].items} and bar.done == 0
    assert [(line["what"], line["state"]) for line in bar.log] == [("Fayez al-Serraj is called <b>S.</b>", "applied")]
    send(bar, type="undo", text=bar.log[0]["id"])
    bar = parts(made, "CorrectBar")[0]
    assert bar.log[0]["state"] == "undone" and "Fayez al-Serraj" in {i["name"] for i in parts(made, "FacetList")[0].items}
    send(bar, type="undo", text=bar.log[0]["id"])  # and brings it back
    bar = parts(made, "CorrectBar")[0]
    assert bar.log[0]["state"] == "applied" and "<b>S.</b>" in {i["name"] for i in parts(made, "FacetList")[0].items}
    send(bar, type="undo", text="urn:of:nothing")
    assert file.read_text(encoding="utf8").count("\n") == 3, "an id that the log does not show is not undone"


def test_old_views_let_go_of_the_selection(corpus, tmp_path):
    made = explorer(corpus, corrections=tmp_path / "c.jsonl")
    count = sum(map(len, made.selection._trait_notifiers["clauses"].values()))
    for name in ("A", "B", "C"):
        made.selection.where(actor="haftar")
        send(parts(made, "CorrectBar")[0], type="rename", text=name)
    assert sum(map(len, made.selection._trait_notifiers["clauses"].values())) == count


def test_a_place_played_in_a_month_chooses_place_and_month(corpus):
    made = explorer(corpus)
    frame, view = parts(made, "MapFrame")[0], made.selection
    step = next(step for step in frame.frames if step["counts"])
    place, count = next(iter(step["counts"].items()))
    frame.period = {"first": step["first"], "last": step["last"]}
    frame.clicked = {"place_id": place, "count": 1}
    assert view.clause("place").value == (place,) and view.clause("date").value == (step["first"], step["last"])
    assert len(view.evidence(corpus, of="place")) == count, "the number on the mark is the number of sentences that open"


def test_a_thousand_places_over_ten_years_are_a_small_message():
    """What one click sends to the map stays under 150 kB, whatever the corpus."""
    rng = np.random.default_rng(5)
    places = pd.DataFrame({"place_id": [f"gn:{2_000_000 + k}" for k in range(1000)], "name": [f"Saint Alderton {k}" for k in range(1000)],
                           "latitude": rng.uniform(-60, 70, 1000), "longitude": rng.uniform(-180, 180, 1000), "country_code": "LY",
                           "feature_class": "P"})
    count, day = 6000, pd.Timestamp("2010-01-01")
    documents = pd.DataFrame({"document_id": [f"d{k}" for k in range(count)], "text": "Saint Alderton is here.", "date_basis": "metadata",
                              "date_confidence": 1.0, "text_sha256": "", "date_published": [
                                  day + pd.Timedelta(days=int(d)) for d in rng.integers(0, 3650, count)]})
    rows = [{"document_id": f"d{k}", "start": 0, "end": 14, "label": "literal", "score": 0.9, "annotator": "test", "reason": "so",
             "place_id": f"gn:{2_000_000 + (k if k < 1000 else min(int(rng.zipf(1.3)), 999))}"} for k in range(count)]
    documents = schema.conform("documents", documents)
    made = Corpus({"documents": documents, "places": places, "toponyms": schema.spans("toponyms", documents, rows),
                   **{name: schema.empty(name) for name in ("mentions", "segments", "stories", "entities")}})
    box = place_map(made, Selection())
    sent = {"frame": box.children[1], "note": box.children[2]}
    marks = sent["frame"].places
    assert len(marks) == 1000 and sum(mark["count"] for mark in marks) == count, "each drawn as itself, and none is lost"
    assert len(sent["frame"].frames) == 120 and any(step["counts"] for step in sent["frame"].frames)
    told = sent["frame"].get_state(["places", "frames", "summary"])  # as it goes over the socket
    assert len(json.dumps([told, sent["note"].rows])) < 110_000, "room is left for the other views"


def test_two_chosen_actors_can_be_compared_on_the_map(corpus):
    made = explorer(corpus)
    frame, view = parts(made, "MapFrame")[0], made.selection
    ask = next(box for box in parts(made, "Checkbox") if "Compare" in box.description)
    assert ask.layout.display == "none"
    view.where(actor=["Khalifa Haftar", "Fayez al-Serraj"])
    assert ask.layout.display != "none" and list(frame.compare) == []
    ask.value = True
    assert list(frame.compare) == ["Fayez al-Serraj", "Khalifa Haftar"]
    note = next(note for note in parts(made, "FigureNote") if note.label == "Places")
    assert note.columns == ["place", "country", "Fayez al-Serraj", "Khalifa Haftar"]
    assert [[cell["text"] for cell in row[2:]] for row in note.rows] == [[f"{n:,}" for n in place["parts"]] for place in frame.places]
    for k, actor in enumerate(["serraj", "haftar"]):
        alone = Selection().where(actor=actor)
        counted = alone.evidence(corpus, of="place").groupby("name").size()
        of_tripoli = sum(place["parts"][k] for place in frame.places if place["name"] == "Tripoli")
        assert of_tripoli == counted["Tripoli"]
    view.where(actor="Khalifa Haftar")
    assert ask.layout.display == "none" and list(frame.compare) == []


def test_the_unplaced_open_as_a_table_and_a_name_is_searched(corpus):
    made = explorer(corpus)
    frame, view = parts(made, "MapFrame")[0], made.selection
    note = next(note for note in parts(made, "FigureNote") if note.label == "Names without a place")
    assert not note.unfolded and sum(int(row[1]["text"].replace(",", "")) for row in note.rows) == frame.unplaced
    frame.clicked = {"place_id": "", "count": 1}
    assert note.unfolded and view.clauses == ()
    send(note, type="cell", value=note.rows[0][0]["value"])
    assert view.clause("text").value == f'"{note.rows[0][0]["value"]}"'
    held = corpus.documents[corpus.documents["text"].str.contains(note.rows[0][0]["value"], regex=False)]
    assert set(view.document_ids(corpus)) == set(held["document_id"])
