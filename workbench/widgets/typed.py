"""First and last day, and words to look for: what is typed."""

import datetime

import ipywidgets
import pandas as pd

from workbench.summaries import index_of


def dates(corpus, selection) -> ipywidgets.HBox:
    """Two labelled calendars; empty ones ask nothing."""
    first, last = (ipywidgets.DatePicker(description=name, style={"description_width": "auto"}) for name in ("From", "To"))
    index, state = index_of(corpus), {"showing": False}
    dated = index.day[index.undated:]
    if len(dated):
        span = [datetime.date(1970, 1, 1) + datetime.timedelta(days=int(day)) for day in (dated[0], dated[-1])]
        first.tooltip = last.tooltip = f"The articles are from {span[0]} to {span[1]}"

    def ask(change) -> None:
        if state["showing"]:
            return
        begin, end = first.value, last.value
        if begin and end and begin > end:  # the day just given counts; the other one belonged to another stretch
            begin, end = (begin, None) if change["owner"] is first else (None, end)
        if begin or end:
            selection.where(after=begin and begin.isoformat(), before=end and end.isoformat())
        else:
            selection.without("date")

    def show(_=None) -> None:
        clause = selection.clause("date")
        begin, end = clause.value if clause is not None and clause.op == "between" else (None, None)
        state["showing"] = True
        try:
            first.value, last.value = (None if day is None else pd.Timestamp(day).date() for day in (begin, end))
        finally:
            state["showing"] = False

    for picker in (first, last):
        picker.observe(ask, names=["value"])
    selection.observe(show, names=["clauses"])
    show()
    box = ipywidgets.HBox([first, last])
    box.add_class("wb-dates")
    return box


def search(corpus, selection) -> ipywidgets.Text:
    """Words that the articles must hold: Enter, or leaving the box, looks for them; an empty box asks nothing."""
    box = ipywidgets.Text(placeholder='words, "a phrase", AND OR NOT, begin*, /regular expression/', description="Search",
                          continuous_update=False, style={"description_width": "auto"})

    def ask(change) -> None:
        clause = selection.clause("text")
        if change["new"].strip() != (clause.value if clause else ""):
            selection.where(text=change["new"].strip() or None)

    def show(_=None) -> None:
        clause = selection.clause("text")
        box.value = clause.value if clause else ""

    box.observe(ask, names=["value"])
    selection.observe(show, names=["clauses"])
    show()
    box.add_class("wb-search")
    return box
