"""The base map and the map library, from installed files: nothing here, or made with it, asks the network."""

from functools import cache
from importlib.resources import files

#: What the map owes to others, as plain text.
CREDITS = ("Places: GeoNames (CC BY 4.0)", "Map: Natural Earth", "boundaries: Natural Earth, no endorsement")


@cache
def world() -> str:
    """GeoJSON of the world as text, coordinates at 2 decimals.

    A FeatureCollection whose features' ``kind`` is country, disputed (a territory), border or disputed-border. Countries
    carry ``name`` and ``code`` (ISO 3166-1 alpha-2). Made by ``workbench.build.base_map`` from Natural Earth (public domain).
    """
    return files("workbench.knowledge").joinpath("base_map", "world.geojson").read_text(encoding="utf8").strip()


@cache
def leaflet() -> tuple[str, str]:
    """Leaflet's script and style sheet as text, from the package XStatic-Leaflet.

    Addresses of images are taken out of the style sheet: they are for markers and layer switches, which this map has not.
    """
    import re

    from xstatic.pkg import leaflet as package

    folder = _folder(package)
    script = (folder / "leaflet.js").read_text(encoding="utf8")
    style = re.sub(r"url\([^)]*\)", "none", (folder / "leaflet.css").read_text(encoding="utf8"))
    return re.sub(r"//# sourceMappingURL=\S*", "", script), style


@cache
def jquery() -> str:
    """jQuery's script as text, from the package XStatic-jQuery: folium's own popups need it, this map does not."""
    from xstatic.pkg import jquery as package

    return (_folder(package) / "jquery.slim.min.js").read_text(encoding="utf8")


def _folder(package):
    from pathlib import Path

    return Path(package.BASE_DIR)
