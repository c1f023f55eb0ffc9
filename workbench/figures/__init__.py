"""Small tables in, pictures out: plotly Figures, folium Maps and safe HTML. The room's shared ground: escaping and colours.

Text from articles is untrusted. It becomes HTML through :func:`escape` and JavaScript data through :func:`script_json`,
and nowhere else in the workbench.
"""

import contextlib
import html
import importlib.util
import json
import sys
import types

#: Colours that people with any common colour blindness tell apart (Okabe and Ito 2008), with a dash, marker and pattern each,
#: so that colour is never the only difference.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#56B4E9", "#7A4FBF", "#5F5F5F")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "5px,2px", "1px,3px")
MARKERS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "triangle-down")
PATTERNS = ("", "/", "x", ".", "-", "\\", "+", "|")
#: One hue from hardly there to dark, for heat maps.
SCALE = [[0, "rgba(0,114,178,0.05)"], [0.001, "#deebf7"], [0.25, "#9ecae1"], [0.6, "#3182bd"], [1, "#08306b"]]

_TEMPLATES = str.maketrans({c: f"&#{ord(c)};" for c in "`$\\{}"})


def graph_objects() -> types.ModuleType:
    """plotly.graph_objects, without a wait of seconds when it is first drawn with.

    plotly imports nbformat, and with it jsonschema, for which rfc3987_syntax builds 39 grammars when it is imported: two seconds
    for one function that is hardly ever called. So a function that imports it when called stands in for it meanwhile.
    """
    slow = "rfc3987_syntax"
    if "jsonschema" not in sys.modules and slow not in sys.modules and importlib.util.find_spec(slow):
        sys.modules[slow] = types.ModuleType(slow)
        sys.modules[slow].is_valid_syntax = lambda rule, text: importlib.import_module(slow).is_valid_syntax(rule, text)
        with contextlib.suppress(ImportError):
            importlib.import_module("jsonschema")
        del sys.modules[slow]
    return importlib.import_module("plotly.graph_objects")


def escape(text: object) -> str:
    """Text made safe to stand in HTML, in an attribute, or in HTML that a script holds as a template literal.

    Parameters
    ----------
    text
        Anything; missing values become an empty string.

    Examples
    --------
    >>> escape('<b title="x">${y}</b>')
    '&lt;b title=&quot;x&quot;&gt;&#36;&#123;y&#125;&lt;/b&gt;'
    """
    if text is None or text != text:
        return ""
    return html.escape(str(text), quote=True).translate(_TEMPLATES)


def script_json(value: object) -> str:
    """JSON that can stand inside a script element, and inside a Jinja template: no tag or block can start or end in it.

    folium renders what it has rendered a second time, as a template, so that ``{{`` in a name would run in Python.
    """
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    for opening in ("{{", "{%", "{#"):  # in JSON these stand inside strings only
        text = text.replace(opening, "\\u007b" + opening[1:].replace("{", "\\u007b"))
    return text


def plot_text(text: object) -> str:
    """Text made safe for plotly, which reads ``<b>``, ``<a href>`` and ``$formula$`` in labels and knows few entities."""
    if text is None or text != text:
        return ""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;"), ("{", "&#123;"), ("}", "&#125;")):
        text = str(text).replace(character, entity)
    return text


def style() -> str:
    """The style sheet of the room's HTML (article, evidence), light and dark: follows JupyterLab's theme where there is one."""
    from importlib.resources import files

    return files("workbench.figures").joinpath("text.css").read_text(encoding="utf8")
