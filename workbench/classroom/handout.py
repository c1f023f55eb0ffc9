"""A notebook that was run, as one HTML file that opens anywhere: a handout to read, or slides to show.

Neither asks the network for anything: the plotting library stands in the file, and maps bring their own.
"""

import copy
import html
import json
from importlib import resources

_PLOT = "application/vnd.plotly.v1+json"
_WIDGET = "application/vnd.jupyter.widget-view+json"
_BUTTONS = """<nav class="steps" aria-label="Slides"><button id="before" aria-label="Slide before">‹</button>
<span id="where" role="status"></span> <button id="after" aria-label="Next slide">›</button></nav>
<script>{}</script>"""
_NOTE = """<div class="wb-note" role="note">Here stands something to click on, which needs the notebook itself. It shows: {}</div>"""


def handout(notebook, *, title: str, slides: bool = False) -> str:
    """The page.

    Parameters
    ----------
    notebook
        A notebook of nbformat 4 with all its outputs, as :func:`workbench.classroom.run.run` gives it. It is not changed.
    title
        Of the page.
    slides
        Whether each heading begins a slide, with keys and buttons to step through them.
    """
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name="basic")
    drawn = copy.deepcopy(notebook)
    plots = _still(drawn)
    parts = []
    for k, cells in enumerate(_sections(drawn.cells) if slides else [drawn.cells]):
        part = copy.copy(drawn)
        part["cells"] = cells
        inside = exporter.from_notebook_node(part)[0]
        parts.append(f'<section class="slide" tabindex="-1" aria-label="Slide {k + 1}">\n{inside}\n</section>' if slides else inside)
    scripts = [f"<script>{_plotly()}</script>"] if plots else []
    style = _packaged("handout.css") + (_packaged("slides.css") if slides else "")
    steps = _BUTTONS.format(_packaged("slides.js")) if slides else ""
    return "\n".join([
        "<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">', f"<title>{html.escape(title)}</title>",
        f"<style>{style}</style>", *scripts, "</head>", "<body>", "<main>", *parts, "</main>", steps, "</body>",
        "</html>", ""])


def _sections(cells: list) -> list[list]:
    """Cells from one heading to the next."""
    made: list[list] = []
    for cell in cells:
        if not made or (cell.cell_type == "markdown" and cell.source.lstrip().startswith(("# ", "## "))):
            made.append([])
        made[-1].append(cell)
    return made


def _still(notebook) -> int:
    """Put what stands still in place of what needs a kernel: plots as HTML, widgets as a note. Returns the number of plots."""
    plots = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if _PLOT in data:
                plots += 1
                figure = data[_PLOT]
                output["data"] = {"text/html": _plot(figure, plots)}
            elif _WIDGET in data:
                said = html.escape(str(data.get("text/plain", "A widget.")))
                output["data"] = {"text/html": _NOTE.format(said)}
            elif output.get("name") == "stderr":
                output["text"] = ""
    return plots


def _plot(figure: dict, number: int) -> str:
    layout = dict(figure.get("layout", {}))
    words = layout.get("title", {})
    words = words.get("text", "") if isinstance(words, dict) else str(words)
    made = json.dumps([figure.get("data", []), layout, {"displaylogo": False, "responsive": True}]).replace("<", "\\u003c")
    height = int(layout.get("height") or 420)
    return (f'<div id="plot-{number}" role="img" aria-label="{html.escape(words or "Timeline")}" style="height: {height}px"></div>'
            f'<script>Plotly.newPlot("plot-{number}", ...{made});</script>')


def _packaged(name: str) -> str:
    return (resources.files("workbench.classroom") / name).read_text(encoding="utf8")


def _plotly() -> str:
    """The plotting library, from the installed package, safe to stand inside a script element."""
    return (resources.files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf8").replace("</script", "<\\/script")
