"""The timeline's traces keep their number and order, say what they stand for, and leave nothing undated out."""

import json

import numpy as np
import pandas as pd
import pytest

from workbench.figures.timeline import SLOTS, timeline, timeline_summary

TRACES = 3 * SLOTS + 3


def world(actors=3, periods=4, freq="MS", seed=0):
    chance = np.random.default_rng(seed)
    when = pd.date_range("2019-01-01", periods=periods, freq=freq)
    counts = pd.DataFrame([(f"e{a}", f"Actor {a}", p, int(chance.poisson(12 / (a + 1)))) for a in range(actors) for p in when],
                          columns=["entity_id", "name", "period", "count"]).astype({"period": "datetime64[us]"})
    undated = pd.DataFrame([(f"e{a}", f"Actor {a}", a + 1) for a in range(0, actors, 2)], columns=["entity_id", "name", "count"])
    return counts[counts["count"] > 0], undated


def points(figure):
    """(entity_id, first day, number) of every point that is drawn and not zero."""
    for trace in figure.data:
        if not trace.visible:
            continue
        if trace.type == "heatmap":
            for row, custom in zip(trace.z, trace.customdata, strict=True):
                yield from ((c[0], c[1], v) for v, c in zip(row, custom, strict=True) if v)
        elif trace.orientation != "h":
            yield from ((c[0], c[1], v) for v, c in zip(trace.y, trace.customdata, strict=True) if v)


@pytest.mark.parametrize("style", ["auto", "lines", "bars", "multiples", "heat"])
@pytest.mark.parametrize(("actors", "periods", "frequency", "freq"), [
    (0, 0, "month", "MS"), (1, 1, "year", "YS"), (3, 1, "day", "D"), (3, 5, "week", "W-MON"), (8, 30, "month", "MS"),
    (12, 9, "month", "MS")])
def test_every_count_is_drawn_once_and_traces_keep_their_places(style, actors, periods, frequency, freq):
    counts, undated = world(actors, periods, freq)
    figure = timeline(counts, undated, frequency=frequency, style=style)
    json.dumps(figure.to_plotly_json()["data"])  # plain values alone: a FigureWidget sends them as they are
    assert len(figure.data) == TRACES
    assert [t.type for t in figure.data] == ["scatter"] * SLOTS + ["bar"] * 2 * SLOTS + ["heatmap"] * 2 + ["bar"]
    expected = [*zip(counts["entity_id"], counts["period"].dt.strftime("%Y-%m-%d"), counts["count"], strict=True),
                *zip(undated["entity_id"], [""] * len(undated), undated["count"], strict=True)]
    if style not in ("auto", "heat") and actors > SLOTS:
        assert len({e for e, _, _ in points(figure)}) == SLOTS and set(points(figure)) <= set(expected)
    else:
        assert sorted(points(figure)) == sorted(expected)
    assert figure.layout.xaxis2.visible == bool(len(undated))


def test_a_point_says_the_last_day_of_its_period():
    counts = pd.DataFrame({"entity_id": "e", "name": "E", "period": pd.to_datetime(["2020-02-01", "2020-03-01"]), "count": [1, 2]})
    custom = [c for t in timeline(counts, style="lines").data if t.visible for c in t.customdata]
    assert [list(c) for c in custom] == [["e", "2020-02-01", "2020-02-29"], ["e", "2020-03-01", "2020-03-31"]]
    weekly = counts.assign(period=pd.to_datetime(["2020-02-03", "2020-02-17"]))
    drawn = [t for t in timeline(weekly, frequency="week", style="lines").data if t.visible][0]
    assert list(drawn.y) == [1, 0, 2] and drawn.customdata[1][2] == "2020-02-16"


def test_many_undated_do_not_flatten_what_is_dated():
    counts = pd.DataFrame({"entity_id": "e", "name": "E", "period": pd.date_range("2020-01-01", periods=3, freq="MS"), "count": [2, 3, 4]})
    undated = pd.DataFrame({"entity_id": ["e"], "name": ["E"], "count": [40]})
    cut = timeline(counts, undated, style="bars").layout
    assert cut.yaxis.range[1] < 10 and cut.annotations[0].text == "40 ↑"
    assert timeline(counts, undated.assign(count=5), style="bars").layout.yaxis.range is None


def test_a_peak_with_few_articles_behind_it_is_marked():
    counts = pd.DataFrame({"entity_id": "e", "name": "E", "period": pd.date_range("2020-01-01", periods=3, freq="MS"), "count": [20, 18, 2],
                           "articles": [1, 9, 1]})
    lines = timeline(counts, style="lines").data[0]
    assert [s.endswith("-open") for s in lines.marker.symbol] == [True, False, False]
    assert "few articles" in lines.text[0] and "few articles" not in lines.text[1]


def test_names_are_words_for_plotly_not_markup():
    counts = pd.DataFrame({"entity_id": "e", "name": '<a href="javascript:x">$x$</a>%{customdata}',
                           "period": pd.to_datetime(["2020-01-01"]), "count": [1]})
    text = json.dumps(timeline(counts, title="<b>t</b>").to_plotly_json(), default=str)
    assert "<a" not in text and "$x$" not in text and "<b>" not in text and "%{customdata}" not in text


def test_vague_dates_are_as_long_as_they_are():
    counts, undated = world()
    spans = pd.DataFrame({"entity_id": ["e0", "e1", "e0"], "name": "x",
                          "date_from": pd.to_datetime(["2019-01-01", "2019-02-01", "2019-02-05"]),
                          "date_to": pd.to_datetime(["2019-01-31", "2019-02-09", "2019-02-06"]), "count": [2, 1, 1]})
    drawn = timeline(counts, undated, spans=spans).data[-1]
    assert [x / 86_400_000 for x in drawn.x] == [31, 9, 2] and list(drawn.y) == [0, 0, -1]
    assert list(drawn.customdata[0]) == ["e0", "2019-01-01", "2019-01-31"]


def test_the_summary_in_words():
    counts = pd.DataFrame({"entity_id": ["a", "a", "b"], "name": ["Ana", "Ana", "Bo"], "count": [3, 5, 1],
                           "period": pd.to_datetime(["2019-04-01", "2019-06-01", "2019-05-01"])})
    undated = pd.DataFrame({"entity_id": ["a"], "name": ["Ana"], "count": [2]})
    assert timeline_summary(counts, undated) == (
        "Mentions by month, April 2019 to June 2019. Ana: 8, most in June 2019 (5); Bo: 1, most in May 2019 (1). 2 undated.")
    assert timeline_summary(counts.iloc[:0], undated) == "Nothing dated to show. 2 undated."


def test_shares_are_written_as_percents():
    counts = pd.DataFrame({"entity_id": "e", "name": "E", "period": pd.date_range("2020-01-01", periods=2, freq="MS"),
                           "count": [0.25, 0.5]})
    figure = timeline(counts, by="share", style="lines")
    assert figure.layout.yaxis.tickformat == ".0%" and "%{y:.1%}" in figure.data[0].hovertemplate
    assert timeline_summary(counts, by="share") == "Share by month, January 2020 to February 2020. E: most in February 2020 (50.0%)."


def test_an_unknown_frequency_or_style_lists_the_known():
    counts, _ = world()
    with pytest.raises(ValueError, match="day, week, month, year"):
        timeline(counts, frequency="hour")
    with pytest.raises(ValueError, match="lines, bars, multiples, heat"):
        timeline(counts, style="pie")


@pytest.mark.browser
def test_all_styles_draw_offline(page, tmp_path, artefact):
    parts = []
    for style in ("lines", "bars", "multiples", "heat"):
        counts, undated = world(4, 18)
        parts.append(timeline(counts, undated, style=style).to_html(full_html=False, include_plotlyjs=not parts))
    (tmp_path / "t.html").write_text("<meta charset=utf8>" + "".join(parts), encoding="utf8")
    page.set_viewport_size({"width": 900, "height": 1500})
    page.goto((tmp_path / "t.html").as_uri())
    page.wait_for_function("document.querySelectorAll('.main-svg').length >= 8")
    page.screenshot(path=artefact / "timelines.png")
    assert page.trouble == []
