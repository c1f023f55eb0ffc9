"""A figure that is changed before it is drawn, or before plotly's script is there, is drawn as it is now."""

import pytest

pytestmark = pytest.mark.browser
MADE = """
import plotly.graph_objects as go
from workbench.widgets import figure_widget, redraw
drawn = figure_widget(go.Figure([
    {"type": "bar", "name": "kept", "x": [1, 2], "y": [1, 2], "marker": {"color": "red", "line": {"width": 3}}},
    {"type": "bar", "name": "same", "x": [1, 2], "y": [5, 6], "marker": {"color": "blue"}}]))
def change(height):
    redraw(drawn, {"data": [{"type": "bar", "name": "kept", "x": [1, 2], "y": [height, 4]},
                            {"type": "bar", "name": "same", "x": [1, 2], "y": [5, 6], "marker": {"color": "blue"}}],
                   "layout": {"title": {"text": f"now {height}"}, "shapes": [{"type": "rect", "x0": 1, "x1": 2, "y0": 0, "y1": 1}]}})
change(3)
"""
SEEN = """() => {
    const plot = document.querySelector('.js-plotly-plot');
    return plot?.calcdata && [plot.layout.title?.text, plot.layout.shapes?.length, ...plot.data.map(t => [t.name, Array.from(t.y)])];
}"""


def seen(page, height):
    page.wait_for_function(f"() => document.querySelector('.js-plotly-plot .gtitle')?.textContent === 'now {height}'")
    assert page.evaluate(SEEN) == [f"now {height}", 1, ["kept", [height, 4]], ["same", [5, 6]]]


def test_changed_before_it_is_shown(page, run_notebook):
    run_notebook("shown_late.ipynb", [MADE, "change(7)", "import ipywidgets\nipywidgets.VBox([drawn])"])
    seen(page, 7)
    assert page.trouble == []


def test_changed_before_plotly_is_there(page, run_notebook):
    """The script's turn is held back until the figure is on the page and was changed."""
    page.add_init_script("""
        const soon = window.requestIdleCallback.bind(window);
        window.requestIdleCallback = (turn, options) => options?.timeout === 1000 ? void (window.held = turn) : soon(turn, options);""")
    run_notebook("plotly_late.ipynb", [MADE, "import ipywidgets\nipywidgets.VBox([drawn])", "change(7)"])
    page.wait_for_function("() => window.held && document.querySelector('.jp-OutputArea-output .jupyter-widgets')")
    assert page.locator(".js-plotly-plot").count() == 0
    page.evaluate("window.held()")
    seen(page, 7)
    assert page.trouble == []
