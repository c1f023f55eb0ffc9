"""Make our articles and what a careful reader finds in them, both from marked sources.

Run ``python tests/golden/make.py`` after changing a source. There are two collections: ``seeds``, the articles of that folder, and
``case``, the invented case of the missing shipment. A source (``seeds/sources/NAME.txt``) is the article with its marks::

    # publisher: The Sirte Gulf Courier
    # date: 2019-04-24                     the true date, whether the page shows it or not
    # facts: 2019-04-24 2019-04-04         days of the facts in libya_russia_facts.csv that it rests on
    # background: 2014-06-25               days of what else it mentions, in seeds/background.csv
    headline| An aide in Moscow            role| text, a blank line stays blank
    body| He came {on|-} {Wednesday|2019-04-24}.

``{words|value}`` marks a time by its TIMEX3 value, ``{words|value|first..last}`` where the days cannot be told from the
value. ``[words|name]`` says whom or where a name means when ``names.csv`` does not know or is wrong there, and ``[words|-]`` that
it is nobody and nowhere. All other names are found by ``names.csv``, the longest first, in the roles that are the article's.
``dateline¦body| PARIS (Agency) -¦ Text`` gives two roles to one line. ``⟨name:words⟩`` marks words said by somebody.

``# shape: html`` makes a web page of it, ``# shape: jsonl`` a line of the publisher's feed, ``# shape: rss`` an item of one;
``# file:`` names the file then, and ``# metadata: no`` leaves the date out of a page's head.
"""

import csv
import datetime
import functools
import html
import json
import re
import sys
from email.utils import format_datetime
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
#: Collection -> the folder that its articles are written to.
ARTICLES = {"seeds": ROOT / "seeds", "case": ROOT / "notebooks" / "cases" / "missing-shipment" / "articles"}
ARTICLE = ("headline", "kicker", "dateline", "caption", "body", "subhead")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MARK = re.compile(r"\{(?P<time>[^|{}]+)\|(?P<value>[^|{}]+)(?:\|(?P<days>[^{}]+))?\}|\[(?P<word>[^|\[\]]+)\|(?P<name>[^\]]+)\]"
                   r"|⟨(?P<speaker>[^:⟩]+):|(?P<close>⟩)")


def days_of(value: str) -> tuple[str | None, str | None]:
    """First and last day of a TIMEX3 date, or (None, None) for what is no stretch of the calendar."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return value, value
    if re.fullmatch(r"\d{4}-\d\d", value):
        year, month = map(int, value.split("-"))
        last = datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)
        return f"{value}-01", str(last)
    if re.fullmatch(r"\d{4}", value):
        return f"{value}-01-01", f"{value}-12-31"
    if re.fullmatch(r"\d{4}-W\d\d", value):
        year, week = value.split("-W")
        first = datetime.date.fromisocalendar(int(year), int(week), 1)
        return str(first), str(first + datetime.timedelta(6))
    return None, None


def kind_of(value: str) -> str:
    """TIMEX3 type of a value."""
    if value.startswith("P") and value[1:2] in "0123456789XT":
        return "DURATION"
    return "SET" if value.startswith("XXXX") else "TIME" if re.search(r"T\w", value) else "DATE"


@functools.cache
def names(collection: str) -> tuple[re.Pattern, dict[str, dict]]:
    """A pattern of all names known in a collection, longest first, and what each means."""
    with (HERE / collection / "names.csv").open(encoding="utf8", newline="") as file:
        known = {row["surface"]: row for row in csv.DictReader(file)}
    longest = sorted(known, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)"), known


def unmark(marked: str, at: int) -> tuple[str, list[dict]]:
    """The words without their marks, and the marks with their offsets, counted from ``at``."""
    text, found, last, speaking = "", [], 0, []
    for match in _MARK.finditer(marked):
        text += marked[last:match.start()]
        last = match.end()
        if match["speaker"]:
            speaking.append((match["speaker"], at + len(text)))
            continue
        if match["close"]:
            speaker, start = speaking.pop()
            found.append({"quote": speaker, "start": start, "end": at + len(text)})
            continue
        words = match["time"] or match["word"]
        mark = {"start": at + len(text), "end": at + len(text) + len(words)}
        found.append(mark | ({"value": match["value"], "days": match["days"]} if match["time"] else {"name": match["name"]}))
        text += words
    return text + marked[last:], found


def article(source: Path) -> dict:
    """The gold of an article, its text included, from its marked source.

    Raises
    ------
    ValueError
        If a weekday's value is another day, or a name is not in ``names.csv``.
    """
    pattern, known = names(source.parent.parent.name)
    meaning = {row["name"]: row for row in known.values()}
    head, text, segments, marks = {}, "", [], []
    lines = source.read_text(encoding="utf8").rstrip("\n").split("\n")
    while lines and lines[0].startswith("# "):
        key, value = lines.pop(0)[2:].split(":", 1)
        head[key.strip()] = value.strip()
    while lines and not lines[0].strip():
        del lines[0]
    for line in lines:
        if line.strip():
            roles, content = line.split("|", 1)
            for k, (role, part) in enumerate(zip(roles.split("¦"), content.split("¦"), strict=True)):
                part = part.removeprefix(" ") if k == 0 else part
                words, found = unmark(part, len(text))
                if k:
                    assert words.startswith(" "), f"{source.name}: a space must follow the mark in {line!r}"
                start = len(text) + len(words) - len(words.lstrip())
                segments.append({"start": start, "end": len(text) + len(words.rstrip()), "role": role.strip()})
                marks += found
                text += words
        text += "\n"
    gold = {
        "stem": source.stem, "file": head.get("file", source.stem + (".html" if head.get("shape") == "html" else ".txt")),
        "shape": head.get("shape", "text"),
        "metadata": head.get("metadata", "yes") == "yes", "publisher": head.get("publisher"), "date_published_true": head["date"],
        "date_published_in_text": head.get("shown"), "byline": head.get("byline"), "language": head.get("language", "en"),
        "story": head.get("story", source.stem), "facts": head.get("facts", "").split(),
        "background": head.get("background", "").split(), "headline": None,
        "text": text, "segments": segments, "actors": {}, "places": {}, "never_a_name": [], "times_given_the_true_date": [], "quotes": [],
    }
    for segment in segments:
        if segment["role"] == "headline":
            gold["headline"] = text[segment["start"]:segment["end"]]
    spoken = []
    told = [(m["start"], m["end"], m["name"]) for m in marks if "name" in m]
    for segment in (s for s in segments if s["role"] in ARTICLE):
        for match in pattern.finditer(text, segment["start"], segment["end"]):
            if not any(match.start() < end and start < match.end() for start, end, _ in told):
                spoken.append((*match.span(), known[match.group()]["name"]))
    for start, end, name in sorted(spoken + told):
        if name == "-":
            gold["never_a_name"].append([start, end])
            continue
        if name not in meaning:
            raise ValueError(f"{source.name}: {name!r} is not in names.csv")
        row = meaning[name]
        if row["kind"] == "actor":
            gold["actors"].setdefault(name, []).append([start, end])
        else:
            place = gold["places"].setdefault(name, {"latitude": float(row["latitude"]), "longitude": float(row["longitude"]),
                                                    "area": row["area"] == "yes", "spans": []})
            place["spans"].append([start, end])
    for mark in marks:
        if "value" in mark:
            first, last = mark["days"].split("..") if mark["days"] else days_of(mark["value"])
            words = text[mark["start"]:mark["end"]]
            for number, weekday in enumerate(WEEKDAYS):
                if first and first == last and weekday in words.lower() and datetime.date.fromisoformat(first).weekday() != number:
                    raise ValueError(f"{source.name}: {words!r} is not {first}")
            gold["times_given_the_true_date"].append({"span": [mark["start"], mark["end"]], "label": kind_of(mark["value"]),
                                                      "value": mark["value"], "date_from": first, "date_to": last})
        elif "quote" in mark:
            near = gold["actors"].get(mark["quote"], [])
            speaker = min(near, key=lambda s: min(abs(s[0] - mark["end"]), abs(mark["start"] - s[1]))) if near else None
            gold["quotes"].append({"content": [mark["start"], mark["end"]], "label": "direct", "speaker": speaker,
                                   "speaker_actor": mark["quote"]})
    return gold


def sources(collection: str) -> list[Path]:
    """The marked sources of a collection, in order."""
    return sorted((HERE / collection / "sources").glob("*.txt"))


_ELEMENT = {
    "nav": ("nav", "div"), "promo": ('aside class="promo"', "p"), "related": ('ul class="related"', "li"),
    "comment": ('ol class="comments"', "li"), "headline": ("header", "h1"), "kicker": ("div", 'p class="kicker"'),
    "byline": ("div", 'p class="byline"'), "published": ("div", "time"), "caption": ("figure", "figcaption"),
    "body": ('div class="text"', "p"), "subhead": ("div", "h2"),
}


def lines_of(gold: dict) -> list[tuple[str, str]]:
    """Role and words of each segment, in order."""
    return [(s["role"], gold["text"][s["start"]:s["end"]]) for s in gold["segments"]]


def page(gold: dict) -> str:
    """The article as a web page: what stands in the head is what the publisher shows to machines."""
    def within(tag: str, inside: str) -> str:
        return f"<{tag}>{inside}</{tag.split()[0]}>"

    head = [f"<title>{html.escape(gold['headline'])} | {html.escape(gold['publisher'])}</title>",
            f'<meta property="og:site_name" content="{html.escape(gold["publisher"])}">',
            f'<meta property="og:title" content="{html.escape(gold["headline"])}">']
    if gold["metadata"]:
        head.append(f'<meta property="article:published_time" content="{gold["date_published_true"]}T07:30:00">')
    blocks = []
    for role, group in groupby(lines_of(gold), key=lambda line: line[0]):
        outer, inner = _ELEMENT[role]
        blocks.append(within(outer, "\n" + "\n".join(within(inner, html.escape(words, quote=False)) for _, words in group) + "\n"))
    return "\n".join(["<!DOCTYPE html>", f'<html lang="{gold["language"]}">', "<head>", '<meta charset="utf-8">', *head,
                      "<style>.promo { background: #eee } .kicker { color: #a00 }</style>", "</head>", "<body>", *blocks,
                      "<script>window.page = {kind: 'article'};</script>", "</body>", "</html>", ""])


def feed_item(gold: dict) -> dict:
    """The article as a line of a feed of JSON: the headline in a field of its own, the rest as text."""
    text = "\n\n".join(words for role, words in lines_of(gold) if role != "headline")
    return {"id": gold["stem"], "title": gold["headline"], "publisher": gold["publisher"], "language": gold["language"],
            "published": f"{gold['date_published_true']}T06:00:00", "text": re.sub(r" -\n\n", " - ", text)}


def rss(golds: list[dict]) -> str:
    """The articles as one RSS 2.0 file."""
    items = []
    for gold in golds:
        text = "".join(f"<p>{html.escape(words, quote=False)}</p>" for role, words in lines_of(gold) if role != "headline")
        day = datetime.datetime.fromisoformat(gold["date_published_true"]).replace(hour=5, tzinfo=datetime.UTC)
        items.append(f"<item>\n<title>{html.escape(gold['headline'], quote=False)}</title>\n"
                     f'<guid isPermaLink="false">{gold["stem"]}</guid>\n'
                     f"<pubDate>{format_datetime(day)}</pubDate>\n<content:encoded><![CDATA[{text}]]></content:encoded>\n</item>")
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>',
                      '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">', "<channel>",
                      f"<title>{golds[0]['publisher']}</title>",
                      "<description>An invented newspaper. Teaching material, not news.</description>",
                      "<language>en</language>", *items, "</channel>", "</rss>", ""])


def files(golds: list[dict]) -> dict[str, str]:
    """Name and content of every seed file."""
    made = {}
    for name, group in groupby(sorted(golds, key=lambda gold: (gold["file"], gold["stem"])), key=lambda gold: gold["file"]):
        articles = list(group)
        shape = articles[0]["shape"]
        if shape == "rss":
            made[name] = rss(articles)
        elif shape == "jsonl":
            made[name] = "".join(json.dumps(feed_item(gold), ensure_ascii=False) + "\n" for gold in articles)
        else:
            made[name] = page(articles[0]) if shape == "html" else articles[0]["text"]
    return made


FACT_COLUMNS = ("article", "file", "publisher", "true_date", "date_shown", "story", "fact_dates", "checked_against", "background_dates")


def checked_against(table: str = "checked_against.csv") -> dict[str, str]:
    """What each fact of a table was checked against, by its day."""
    with (HERE / "seeds" / table).open(encoding="utf8", newline="") as file:
        return {row["date"]: row["checked_against"] for row in csv.DictReader(file)}


def metadata(gold: dict, checked: dict[str, str]) -> dict[str, str]:
    """The row of ``facts.csv``: on which facts an article rests, and against what these were checked."""
    return dict(zip(FACT_COLUMNS, (
        gold["stem"], gold["file"], gold["publisher"], gold["date_published_true"], gold["date_published_in_text"] or "", gold["story"],
        "; ".join(gold["facts"]), "; ".join(dict.fromkeys(s for day in gold["facts"] for s in checked[day].split("; "))),
        "; ".join(gold["background"])), strict=True))


def main() -> None:
    """Write every article, its gold, and the table of the facts that the seeds rest on."""
    for collection, folder in ARTICLES.items():
        golds = [article(source) for source in sources(collection)]
        for where in (folder, HERE / collection / "gold"):
            where.mkdir(parents=True, exist_ok=True)
        for name, content in files(golds).items():
            (folder / name).write_text(content, encoding="utf8")
        for gold in golds:
            path = HERE / collection / "gold" / f"{gold['stem']}.json"
            path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
        print(f"{collection}: {len(golds)} articles", file=sys.stderr)
        if collection == "seeds":
            checked = checked_against()
            with (HERE / "seeds" / "facts.csv").open("w", encoding="utf8", newline="") as file:
                table = csv.DictWriter(file, FACT_COLUMNS, lineterminator="\n")
                table.writeheader()
                table.writerows(metadata(gold, checked) for gold in golds)


if __name__ == "__main__":
    main()
