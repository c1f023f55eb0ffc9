"""Files, tables and bad input: everything readable is read, and what is not is said."""

import gzip
import json
import os

import pandas as pd
import pytest

import workbench as wb
from workbench import schema

STORY = "Ferry Halts After Storm\n\nThe ferry between Port Alma and the islands was halted on Tuesday after waves of six metres.\n"


def reasons(corpus):
    return dict(zip(corpus.problems["source_path"], corpus.problems["reason"], strict=True))


def test_a_folder_reads_in_order_and_knows_files_by_relative_path(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text(STORY + "Two.", encoding="utf8")
    (tmp_path / "one.md").write_text(STORY, encoding="utf8")
    (tmp_path / "README.md").write_text("about these files", encoding="utf8")
    (tmp_path / ".hidden.txt").write_text("hidden", encoding="utf8")
    corpus = wb.read(tmp_path, progress=False)
    assert corpus.documents["source_path"].tolist() == ["b/two.txt", "one.md"]
    assert corpus.documents["text"].tolist() == [STORY + "Two.", STORY]
    assert corpus.problems.empty
    assert wb.read(tmp_path / "one.md").documents["document_id"][0] == corpus.documents["document_id"][1]
    assert len(wb.read(str(tmp_path / "*.md")).documents) == 2, "a glob names files outright, README.md as well"


def test_bad_input_is_said_and_loses_nothing(tmp_path):
    (tmp_path / "good.txt").write_text(STORY, encoding="utf8")
    (tmp_path / "same.txt").write_text(STORY, encoding="utf8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "controls.txt").write_bytes(bytes([1, 2, 65, 14, 5]) * 100)
    (tmp_path / "line.txt").write_text("One line only", encoding="utf8")
    (tmp_path / "nothing.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_text(" \n\t\n", encoding="utf8")
    (tmp_path / "odd.xyz").write_text("?", encoding="utf8")
    (tmp_path / "paper.txt").write_bytes(b"%PDF-1.7\nstream")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no parquet at all")
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(STORY.encode() * 50)[:-20])
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    corpus = wb.read(tmp_path, progress=False)
    assert set(corpus.documents["source_path"]) == {"good.txt", "line.txt"}
    said = reasons(corpus)
    assert "binary" in said["binary.txt"] and "binary" in said["controls.txt"]
    assert said["same.txt"] == "the same article as good.txt"
    assert "empty" in said["nothing.txt"] and said["blank.txt"] == "no text"
    assert said["odd.xyz"] == "unknown kind of file" and "PDF" in said["paper.txt"]
    assert "Parquet" in said["broken.parquet"] and said["cut.txt.gz"] and "No such file" in said["gone.txt"]
    assert len(said) == 10


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_a_problem(tmp_path):
    path = tmp_path / "locked.txt"
    path.write_text(STORY, encoding="utf8")
    path.chmod(0)
    assert "Permission" in reasons(wb.read(tmp_path))["locked.txt"]


def test_an_empty_folder_is_a_problem_and_a_missing_path_an_error(tmp_path):
    corpus = wb.read(tmp_path)
    assert corpus.documents.empty and corpus.problems["reason"].tolist() == ["no files to read"]
    with pytest.raises(FileNotFoundError, match="no-such-folder"):
        wb.read(tmp_path / "no-such-folder")
    with pytest.raises(TypeError, match="int"):
        wb.read(5)


@pytest.mark.parametrize(("encoding", "line"), [
    ("utf-8-sig", "Málaga's mayor — “no comment”"),
    ("utf-16", "Łódź waits for the tram"),
    ("cp1252", "Der Bürgermeister von Köln zögert, sagt er."),
])
def test_encodings_are_found(tmp_path, encoding, line):
    text = f"{line}\n" + "Die Stadt wartet seit über einem Jahr auf größere Züge, hieß es später. " * 5
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert wb.read(tmp_path / "a.txt").documents["text"][0] == text


def test_mojibake_is_repaired_and_sound_text_is_left_alone(tmp_path):
    text = "The café’s owner in Málaga said ‘never again’ – and closed. " * 3
    (tmp_path / "broken.txt").write_text(text.encode("utf8").decode("cp1252"), encoding="utf8")
    (tmp_path / "sound.txt").write_text(text + "ﬁne\xa0print…", encoding="utf8")
    corpus = wb.read(tmp_path)
    assert corpus.documents["text"].tolist() == [text, text + "ﬁne\xa0print…"]


def test_tables_map_their_columns(tmp_path):
    rows = [{"Title": "Ferry halts", "content": STORY, "pubDate": "Wed, 24 Apr 2019 10:00:00 +0300", "og:site_name": "The Gull",
             "authors": ["Ada Moor", "Ben Low"], "link": "https://gull.example/1"},
            {"Title": "Ferry sails", "content": STORY + "It sailed.", "pubDate": "2019-04-25", "og:site_name": "The Gull",
             "authors": [], "link": None}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n{broken\n", encoding="utf8")
    (tmp_path / "b.json").write_text(json.dumps({"status": "ok", "articles": rows}, indent=1), encoding="utf8")
    frame = pd.DataFrame(rows).assign(authors=["Ada Moor; Ben Low", None])
    frame.to_csv(tmp_path / "c.csv", index=False)
    frame.to_csv(tmp_path / "d.tsv", sep="\t", index=False)
    frame.to_parquet(tmp_path / "e.parquet")
    with gzip.open(tmp_path / "f.csv.gz", "wt", encoding="utf8") as lines:
        frame.to_csv(lines, index=False, sep=";")
    expected = None
    for name in ("a.jsonl", "b.json", "c.csv", "d.tsv", "e.parquet", "f.csv.gz"):
        corpus = wb.read(tmp_path / name)
        got = corpus.documents.drop(columns="source_path")
        expected = got if expected is None else expected
        pd.testing.assert_frame_equal(got, expected)
    assert expected["headline"].tolist() == ["Ferry halts", "Ferry sails"]
    assert expected["date_published"].astype(str).tolist() == ["2019-04-24 10:00:00", "2019-04-25 00:00:00"], "wall-clock time"
    assert expected["byline"][0] == "Ada Moor; Ben Low" and pd.isna(expected["byline"][1])
    assert expected["publisher"].tolist() == ["The Gull"] * 2 and expected["date_basis"].tolist() == ["metadata"] * 2
    assert "line 3" in wb.read(tmp_path / "a.jsonl").problems["reason"][0]


def test_columns_are_mapped_by_hand_and_errors_name_the_columns(tmp_path):
    (tmp_path / "a.csv").write_text("kop,stuk\nVeer ligt stil,Het veer ligt stil.\n", encoding="utf8")
    problem = wb.read(tmp_path / "a.csv").problems.iloc[0]
    assert problem["reason"] == "no text" and "kop, stuk" in problem["detail"]
    corpus = wb.read(tmp_path / "a.csv", columns={"stuk": "text", "kop": "headline"})
    assert corpus.documents["headline"][0] == "Veer ligt stil"
    with pytest.raises(KeyError, match="no column of documents"):
        wb.read(tmp_path / "a.csv", columns={"stuk": "txt"})
    with pytest.raises(KeyError, match="kop, stuk"):
        wb.read(pd.DataFrame({"kop": ["a"], "stuk": ["b"]}))


def test_a_frame_keeps_given_ids_and_says_which_stand_twice():
    frame = pd.DataFrame({"document_id": ["a", "b", "a"], "text": ["Ships wait.", "Ships sail.", "Ships sink."],
                          "date_published": ["2020-01-02", None, None]})
    corpus = wb.read(frame)
    assert corpus.documents["document_id"].tolist() == ["a", "b"]
    assert corpus.problems["reason"].tolist() == ["document_id 'a' stands at row 0 already"]
    assert corpus.documents["date_basis"].tolist() == ["metadata", "none"]
    schema.check("documents", corpus.documents)


@pytest.mark.parametrize(("given", "read"), [
    ("1556092800", "2019-04-24"), (1556092800000, "2019-04-24"), (20190424, "2019-04-24"), ("2019", "NaT"), ("soon", "NaT"), ("", "NaT"),
    (float("nan"), "NaT"), ("24 April 2019", "2019-04-24"), (True, "NaT"), ("9999-99-99", "NaT"),
])
def test_dates_are_understood_or_left_out(given, read):
    corpus = wb.read(pd.DataFrame({"text": ["Ships wait."], "date": [given]}, dtype=object))
    assert str(corpus.documents["date_published"][0])[:10] == read


def test_languages_are_told_apart_and_short_text_is_not():
    texts = ["The ferry was halted on Tuesday after waves of six metres hit the harbour.",
             "Die Fähre wurde am Dienstag nach hohen Wellen im Hafen gestoppt.", "Ja."]
    assert wb.read(pd.DataFrame({"text": texts})).documents["in_language"].fillna("").tolist() == ["en", "de", ""]


def test_a_table_of_results_is_english_and_one_of_numbers_is_no_language():
    # py3langid alone takes the first for Nigerian Pidgin, and the second for "zxx".
    results = """TARVAN CORP <TVN> 2ND QTR NET

        HARWELL, Oct 19 - Shr 23 cts vs 19 cts
            Net 1,204,000 vs 987,000
            Revs 9.8 mln vs 8.1 mln
            Six months
            Shr 44 cts vs 36 cts
            Net 2,290,000 vs 1,871,000
            Avg shrs 5,234,000 vs 5,190,000"""
    numbers = "\n".join(f"TVN {k}.25 HRW {k + 2}.75 QXZ {k * 3}.00 KPL {k}.10" for k in range(20))
    assert wb.read(pd.DataFrame({"text": [results, numbers]})).documents["in_language"].fillna("").tolist() == ["en", ""]


def test_languages_of_many_articles_go_to_their_own():
    german = "Die Fähre Nummer {} wurde am Dienstag nach hohen Wellen im Hafen gestoppt."
    english = "The ferry number {} was halted on Tuesday after waves of six metres hit the harbour of the town that have been there."
    texts = [(german if k % 3 == 0 else english).format(k) for k in range(60)]
    assert wb.read(pd.DataFrame({"text": texts})).documents["in_language"].tolist() == ["en" if k % 3 else "de" for k in range(60)]


def test_an_html_page_gives_its_visible_text_and_what_its_markup_says(tmp_path):
    (tmp_path / "page.txt").write_text("""<!DOCTYPE html><html><head><title>Ferry halts - The Gull</title>
      <meta property="og:title" content="Ferry halts"><meta property="article:published_time" content="2019-04-24T10:00:00+03:00">
      <meta property="og:site_name" content="The Gull"></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
      <script>var x = "never seen";</script><article><h1>Ferry halts</h1>
      <p>The ferry between Port Alma and the islands was <b>halted</b> on Tuesday after waves of six metres hit the harbour.</p>
      <p>Captain Moor said that nobody had been hurt, and that the boats would stay in port until the storm had passed.</p>
      <p style="display:none">hidden words</p></article><footer>Contact us</footer></body></html>""", encoding="utf8")
    corpus = wb.read(tmp_path / "page.txt")
    row = corpus.documents.iloc[0]
    assert "was halted on Tuesday" in row["text"] and "never seen" not in row["text"] and "hidden" not in row["text"]
    assert (row["headline"], row["publisher"], str(row["date_published"])[:10]) == ("Ferry halts", "The Gull", "2019-04-24")
    schema.check_spans("markup", corpus.markup, corpus.documents)
    labels = dict(zip(corpus.markup["text"].str[:14], corpus.markup["label"], strict=True))
    assert labels["Ferry halts"] == "headline" and labels["The ferry betw"] == "body" and labels["Contact us"] == "nav"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_are_left_alone_and_links_to_folders_are_told(tmp_path):
    (tmp_path / "in" / "b").mkdir(parents=True)
    (tmp_path / "in" / "b" / "one.txt").write_text("An article of its own.")
    os.mkfifo(tmp_path / "in" / "pipe.txt")  # who opens it waits for ever
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "in" / "b")
    corpus = wb.read(tmp_path / "in", progress=False)
    assert corpus.documents["source_path"].tolist() == ["b/one.txt"]
    assert corpus.problems["source_path"].tolist() == ["linked"]


@pytest.mark.parametrize(("program", "date"), [
    ('var built = "2019-01-02";', None),
    ('window.state = {"datePublished": "2019-01-02T08:00:00Z"};', "2019-01-02"),
])
def test_a_date_in_a_page_s_program_is_the_article_s_only_where_it_is_named_so(tmp_path, program, date):
    prose = "<p>The river rose again on the north bank, and the town moved its market to the hill for a week.</p>" * 6
    (tmp_path / "page.html").write_text(f"<html><head><title>River rises</title><script>{program}</script></head><body><article>"
                                        f"<h1>River rises</h1>{prose}</article></body></html>", encoding="utf8")
    read = wb.read(tmp_path, progress=False)
    stated = read.documents["date_published"].dt.strftime("%Y-%m-%d")
    assert stated.tolist() == [date] if date else stated.isna().all()


FERRY = (
    "The ferry between Port Alma and the islands was halted on Tuesday after waves of six metres hit the harbour, and nobody crossed.",
    "Captain Moor said that nobody had been hurt, and that the boats would stay in port until the storm had passed the islands.",
    "The harbour office in Port Alma counted forty lorries on the quay, \"more than in any winter before\", a spokeswoman told us.",
    "On the islands bakers and grocers asked people to buy no more than they need, and the school sent its children home at noon.",
    "Forecasters expect the wind to turn on Thursday morning, and the first boat is to leave at ten if the pilots agree to sail.",
    "In the last storm of this kind, nine years ago, the islands were cut off for six days and lived on what two helicopters brought.",
)
AS_HTML = "".join(f"<p class='p'>{paragraph}</p>" for paragraph in FERRY) + "<script>alert('never')</script>"
STATED = {"@type": "NewsArticle", "headline": "Ferry halts in the storm", "articleBody": "\n".join(FERRY)}
NESTED = json.dumps({"article": {"title": "Ferry halts in the storm", "html": AS_HTML}}).replace("<", "\\u003c")


@pytest.mark.parametrize("data", [
    f"<script>window.state = {NESTED}</script>",
    f"<script>self.__next_f.push([1,{json.dumps(NESTED)}])</script>",
    f"<script>window.state = {json.dumps({'title': 'Ferry halts in the storm', 'blocks': [{'text': one} for one in FERRY]})}</script>",
    f"<script type='application/ld+json'>{json.dumps(STATED)}</script>",
], ids=["HTML", "data in a string", "strings", "JSON-LD"])
def test_a_page_that_shows_nothing_until_its_program_runs_is_read_from_the_program_s_data(tmp_path, data):
    page = ("<html><head><title>Ferry halts in the storm - The Gull</title></head><body><div id='root'>{}</div>"
            f"{data}<script>var unclosed = \"\\ud800 and on</script></body></html>")
    (tmp_path / "drawn.html").write_text(page.replace("{}", "Loading ..."), encoding="utf8")
    (tmp_path / "shown.html").write_text(page.replace("{}", "<p>An article of its own.</p>" * 20), encoding="utf8")
    read = wb.annotate(wb.read(tmp_path, progress=False), "segments", progress=False)
    drawn, shown = read.documents["document_id"]
    assert wb.body_text(read)[drawn].split("\n") == list(FERRY)
    assert "Captain" not in read.documents["text"][1] and "never" not in read.documents["text"][0]
    assert read.documents["headline"][0] == "Ferry halts in the storm"
    assert read.markup.groupby("document_id")["annotator"].unique().str.join(" ").to_dict() == {drawn: "html/program", shown: "html/vote"}
    read.check_spans()
