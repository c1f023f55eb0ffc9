"""Safe HTML of this room as something a notebook shows by itself."""

import pathlib
from dataclasses import dataclass

_CSS = pathlib.Path(__file__).parent / "text.css"


@dataclass(frozen=True, repr=False)
class Page:
    """HTML made by a figure, and one line that says what it shows, for where there is no browser.

    Attributes
    ----------
    html
        Made by ``figures`` alone, which escapes all words of articles.
    said
        The line; the same in every run.
    """

    html: str
    said: str

    def __repr__(self) -> str:
        return self.said

    def _repr_html_(self) -> str:
        return f"<style>{_CSS.read_text(encoding='utf8')}</style>{self.html}"
