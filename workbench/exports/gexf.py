"""Actors named in the same article as a GEXF 1.3 network, for Gephi and networkx."""

import json
from xml.etree import ElementTree as ET

from workbench import schema
from workbench.corpus import Corpus
from workbench.exports import xml_text


def gexf(corpus: Corpus, origin: dict, view=None) -> str:
    """Nodes are actors, weighted by mentions; edges join two actors of one article, weighted by the number of such articles."""
    entities = corpus.table("entities")
    actors = entities[entities["label"].isin(schema.ACTOR_LABELS)]
    mentions = corpus.table("mentions")
    mentions = mentions[mentions["entity_id"].isin(actors["entity_id"])]
    counts = mentions["entity_id"].value_counts()
    pairs = mentions[["document_id", "entity_id"]].drop_duplicates()
    pairs = pairs.merge(pairs, on="document_id", suffixes=("", "_other"))
    pairs = pairs[pairs["entity_id"] < pairs["entity_id_other"]].groupby(["entity_id", "entity_id_other"]).size()

    root = ET.Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    meta = ET.SubElement(root, "meta", lastmodifieddate=origin["created"][:10])
    ET.SubElement(meta, "creator").text = xml_text(origin["creator"])
    ET.SubElement(meta, "description").text = xml_text(json.dumps(origin, ensure_ascii=False))
    graph = ET.SubElement(root, "graph", defaultedgetype="undirected")
    columns = ET.SubElement(graph, "attributes", {"class": "node"})
    for key, kind in (("label", "string"), ("mentions", "integer")):
        ET.SubElement(columns, "attribute", id=key, title=key, type=kind)
    nodes, edges = ET.SubElement(graph, "nodes"), ET.SubElement(graph, "edges")
    for row in actors[actors["entity_id"].isin(counts.index)].sort_values("entity_id").itertuples(index=False):
        values = ET.SubElement(ET.SubElement(nodes, "node", id=xml_text(row.entity_id), label=xml_text(row.name)), "attvalues")
        ET.SubElement(values, "attvalue", {"for": "label", "value": row.label})
        ET.SubElement(values, "attvalue", {"for": "mentions", "value": str(counts[row.entity_id])})
    for k, ((one, other), weight) in enumerate(pairs.items()):
        ET.SubElement(edges, "edge", id=str(k), source=xml_text(one), target=xml_text(other), weight=str(weight))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
