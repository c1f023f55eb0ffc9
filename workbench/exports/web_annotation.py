"""Every annotation in the W3C Web Annotation model, as JSON-LD."""

import json

from workbench import schema
from workbench.corpus import Corpus

CONTEXT = 32  # code points of text before and after a quote, by which it is found again after an edit


def web_annotation(corpus: Corpus, origin: dict, view=None) -> str:
    """An AnnotationCollection: each span with its position and its quote, its label as a tag, what it refers to as identifier."""
    documents = corpus.documents.set_index("document_id")
    items = []
    for table in schema.SPAN_TABLES:
        for row in corpus.table(table).to_dict("records"):
            text = documents.at[row["document_id"], "text"]
            url = documents.at[row["document_id"], "url"]
            bodies = [{"type": "TextualBody", "purpose": "tagging", "value": f"{table}/{row['label']}"}]
            bodies += [{"type": "SpecificResource", "purpose": "identifying", "source": f"urn:workbench:{row[key]}"}
                       for key in ("entity_id", "place_id", "speaker_entity_id") if isinstance(row.get(key), str)]
            items.append({
                "id": f"urn:workbench:{table}:{row['span_id']}",
                "type": "Annotation",
                "creator": {"type": "Software", "name": row["annotator"]},
                "body": bodies,
                "target": {
                    "source": url if isinstance(url, str) else f"urn:workbench:{row['document_id']}",
                    "selector": [
                        {"type": "TextPositionSelector", "start": row["start"], "end": row["end"]},
                        {"type": "TextQuoteSelector", "exact": row["text"], "prefix": text[max(0, row["start"] - CONTEXT):row["start"]],
                         "suffix": text[row["end"]:row["end"] + CONTEXT]},
                    ],
                },
            })
    collection = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection", "total": len(items),
                  "workbench:provenance": origin, "items": items}
    return json.dumps(collection, ensure_ascii=False, indent=1)
