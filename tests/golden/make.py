"""Make the seed articles and what a careful reader finds in them, both from the marked sources beside this file.

Run ``python tests/golden/make.py`` after changing a source. A source (``sources/NAME.txt``) is the article with its marks::

    # publisher: The Sirte Gulf Courier
    # date: 2019-04-24                     the true date, whether the page shows it or not
    # facts: 2019-04-24 2019-04-04         days of the facts in libya_russia_facts.csv that it rests on
    headline| An aide in Moscow            role| text, a blank line stays blank
    body| He came {on|-} {Wednesday|2019-04-24}.

``{words|value}`` marks a time by its TIMEX3 value, ``{words|value|first..last}`` where the days cannot be told from the
value. ``[words|name]`` says whom or where a name means when ``names.csv`` does not know or is wrong there, and ``[words|-]`` that
it is nobody and nowhere. All other names are found by ``names.csv``, the longest first, in the roles that are the article's.
``dateline¦body| PARIS (Agency) -¦ Text`` gives two roles to one line. ``⟨name:words⟩`` marks words said by somebody.
"""

import csv
import datetime
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parent.parent / "seeds"
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


def names() -> tuple[re.Pattern, dict[str, dict]]:
    """A pattern of all known names, longest first, and what each means."""
    with (HERE / "names.csv").open(encoding="utf8", newline="") as file:
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


def article(source: Path) -> tuple[str, dict]:
    """The text of an article and its gold, from its marked source.

    Raises
    ------
    ValueError
        If a weekday's value is another day, or a name is not in ``names.csv``.
    """
    pattern, known = names()
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
        "file": head.get("file", source.name), "publisher": head.get("publisher"), "date_published_true": head["date"],
        "date_published_in_text": head.get("shown"), "byline": head.get("byline"), "language": head.get("language", "en"),
        "story": head.get("story", source.stem), "facts": head.get("facts", "").split(), "headline": None,
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
    return text, gold


def sources() -> list[Path]:
    """The marked sources, in order."""
    return sorted((HERE / "sources").glob("*.txt"))


FACT_COLUMNS = ("file", "publisher", "true_date", "date_shown", "story", "fact_dates", "checked_against")


def checked_against() -> dict[str, str]:
    """What each fact was checked against, by its day, from ``checked_against.csv``."""
    with (HERE / "checked_against.csv").open(encoding="utf8", newline="") as file:
        return {row["date"]: row["checked_against"] for row in csv.DictReader(file)}


def metadata(gold: dict, checked: dict[str, str]) -> dict[str, str]:
    """The row of ``facts.csv``: on which facts an article rests, and against what these were checked."""
    return dict(zip(FACT_COLUMNS, (
        gold["file"], gold["publisher"], gold["date_published_true"], gold["date_published_in_text"] or "", gold["story"],
        "; ".join(gold["facts"]), "; ".join(dict.fromkeys(s for day in gold["facts"] for s in checked[day].split("; ")))), strict=True))


def main() -> None:
    """Write every seed article, its gold, and the table of the facts that they rest on."""
    (HERE / "seeds").mkdir(exist_ok=True)
    rows, checked = [], checked_against()
    for source in sources():
        text, gold = article(source)
        rows.append(metadata(gold, checked))
        (SEEDS / gold["file"]).write_text(text, encoding="utf8")
        (HERE / "seeds" / f"{source.stem}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    with (HERE / "facts.csv").open("w", encoding="utf8", newline="") as file:
        table = csv.DictWriter(file, FACT_COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    print(f"{len(sources())} articles", file=sys.stderr)


if __name__ == "__main__":
    main()
