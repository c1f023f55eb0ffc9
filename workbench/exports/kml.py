"""Places as KML 2.2, for Google Earth and other globes."""

import json
from xml.etree import ElementTree as ET

from workbench.corpus import Corpus
from workbench.exports import places_named, xml_text


def kml(corpus: Corpus, origin: dict, view=None) -> str:
    """One placemark a place, its counts as extended data."""
    root = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = ET.SubElement(root, "Document")
    ET.SubElement(document, "name").text = f"Places in {origin['articles']} articles"
    ET.SubElement(document, "description").text = xml_text(json.dumps(origin, ensure_ascii=False))
    for row in places_named(corpus).itertuples(index=False):
        mark = ET.SubElement(document, "Placemark", id=f"place-{row.place_id.replace(':', '-')}")
        ET.SubElement(mark, "name").text = xml_text(row.name)
        data = ET.SubElement(mark, "ExtendedData")
        for name in ("mentions", "articles"):
            ET.SubElement(ET.SubElement(data, "Data", name=name), "value").text = str(getattr(row, name))
        ET.SubElement(ET.SubElement(mark, "Point"), "coordinates").text = f"{row.longitude:.5f},{row.latitude:.5f}"
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
