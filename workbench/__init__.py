"""The news workbench: who did what, when and where in a pile of news, with every number traceable to its sentence."""

from importlib import import_module

__version__ = "0.1.0"

#: name at the front door -> module it lives in; imported when first asked for, so that ``import workbench`` is quick.
_DOORS = {
    "read": "workbench.readers",
    "annotate": "workbench.pipeline",
    "body_text": "workbench.views",
    "timeline": "workbench.views",
    "event_list": "workbench.views",
    "event_plot": "workbench.views",
    "place_map": "workbench.views",
    "compare": "workbench.views",
    "article": "workbench.pages",
    "evidence": "workbench.pages",
    "Corpus": "workbench.corpus",
    "Clause": "workbench.selection",
    "Selection": "workbench.selection",
    "explorer": "workbench.widgets.explorer",
    "save": "workbench.store",
    "load": "workbench.store",
    "export": "workbench.exports",
    "correct": "workbench.corrections",
}
__all__ = [*_DOORS, "__version__"]


def __getattr__(name: str):
    if name == "lesson":
        return import_module("workbench.lesson")
    if name not in _DOORS:
        raise AttributeError(f"workbench has no {name!r}; it has {', '.join(_DOORS)}")
    return getattr(import_module(_DOORS[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_DOORS})
