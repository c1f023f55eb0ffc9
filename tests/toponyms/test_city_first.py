"""The city, not the division around it that bears its name, unless the words say the division."""

import pandas as pd
import pytest

import workbench as wb


@pytest.mark.parametrize(("text", "feature_class"), [
    ("The delegates met in Geneva on Friday. Switzerland was the host of the talks.", "P"),
    ("Troops entered Sirte in Libya. The city of Sirte had been held for years.", "P"),
    ("The canton and Republic of Geneva, a state of Switzerland, voted. The state of Geneva has its own law.", None),
])
def test_city_first(text, feature_class):
    corpus = wb.annotate(wb.read(pd.DataFrame({"text": [text]})), "toponyms", progress=False)
    found = corpus.toponyms[corpus.toponyms["text"].isin(["Geneva", "Sirte"])].merge(corpus.places, on="place_id")
    assert len(found)
    if feature_class:
        assert set(found["feature_class"]) == {feature_class}
        assert (found["name"] == found["text_x"] if "text_x" in found else found["name"] == found["text"]).all()
    else:
        assert "A" in set(found["feature_class"])
