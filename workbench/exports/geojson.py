"""Places as GeoJSON (RFC 7946): one point a place, with its counts."""

import json

from workbench.corpus import Corpus
from workbench.exports import places_named


def geojson(corpus: Corpus, origin: dict, view=None) -> str:
    """A FeatureCollection of the places that literal toponyms name; ``origin`` travels as the member ``provenance``."""
    features = [{
        "type": "Feature",
        "id": row.place_id,
        "geometry": {"type": "Point", "coordinates": [round(row.longitude, 5), round(row.latitude, 5)]},
        "properties": {
            "name": row.name, "country_code": row.country_code if isinstance(row.country_code, str) else None,
            "feature_class": row.feature_class if isinstance(row.feature_class, str) else None,
            "mentions": int(row.mentions), "articles": int(row.articles),
        },
    } for row in places_named(corpus).itertuples(index=False)]
    return json.dumps({"type": "FeatureCollection", "provenance": origin, "features": features}, ensure_ascii=False, indent=1)
