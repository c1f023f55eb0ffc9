"""The articles as a bibliography: BibTeX, and CSL-JSON for citation managers."""

import json
import re

import pandas as pd

from workbench.corpus import Corpus

_SPECIAL = {"\\": r"\textbackslash{}",
            "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}",
            "^": r"\textasciicircum{}"}


def bibtex(corpus: Corpus, origin: dict, view=None) -> str:
    """One ``@article`` an article; an undated one has no year, and says so in its note."""
    lines = [f"% {key}: {json.dumps(value, ensure_ascii=True)}" for key, value in origin.items()]
    for row in corpus.documents.itertuples(index=False):
        fields = {
            "title": _tex(row.headline) or "Untitled",
            "author": " and ".join(_tex(name.strip()) for name in row.byline.split(";")) if _given(row.byline) else "",
            "journal": _tex(row.publisher),
            "year": "" if pd.isna(row.date_published) else f"{row.date_published.year:04d}",
            "month": "" if pd.isna(row.date_published) else str(row.date_published.month),
            "day": "" if pd.isna(row.date_published) else str(row.date_published.day),
            "url": re.sub(r"[\s{}\\%]", lambda m: f"%{ord(m[0]):02X}", row.url) if _given(row.url) else "",
            "note": "undated" if pd.isna(row.date_published) else "",
        }
        key = re.sub(r"[^A-Za-z0-9-]", "", row.document_id) or "article"
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        lines.append(f"@article{{{key},\n{body}\n}}\n")
    return "\n".join(lines)


def csl_json(corpus: Corpus, origin: dict, view=None) -> str:
    """A list of CSL ``article-newspaper`` items; ``origin`` stands in the first one's ``note``."""
    items = []
    for row in corpus.documents.itertuples(index=False):
        item = {"id": row.document_id, "type": "article-newspaper", "title": row.headline if _given(row.headline) else "Untitled"}
        if _given(row.byline):
            item["author"] = [{"literal": name.strip()} for name in row.byline.split(";")]
        if _given(row.publisher):
            item["container-title"] = row.publisher
        if not pd.isna(row.date_published):
            item["issued"] = {"date-parts": [[row.date_published.year, row.date_published.month, row.date_published.day]]}
        if _given(row.url):
            item["URL"] = row.url
        items.append(item)
    if items:
        items[0]["note"] = json.dumps(origin, ensure_ascii=False)
    return json.dumps(items, ensure_ascii=False, indent=1)


def _given(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _tex(value: object) -> str:
    return "".join(_SPECIAL.get(c, c) for c in " ".join(value.split())) if _given(value) else ""
