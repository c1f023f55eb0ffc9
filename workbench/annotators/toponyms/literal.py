"""Whether a name means the place itself ("in Moscow") or what it stands for ("Moscow denies", "the Moscow mayor").

The distinction follows Gritta, Pilehvar and Collier (2020), "A pragmatic guide to geoparsing evaluation": literal or associative.
"""

import re
from collections.abc import Mapping

from workbench.annotators.toponyms.judge import Name

_BEFORE = re.compile(r"([\w'’.-]+)[ \u00a0]([\w'’.-]+[ \u00a0])?$")
_AFTER = re.compile(r"(['’]s)?([ \u00a0\n]*)([^\w\s]?)\s*([\w-]*)\s*([\w-]*)")


def features(text: str, name: Name) -> list[str]:
    """What stands around a name, as names of features."""
    before = re.findall(r"\w+|[^\w\s]", text[max(0, name.start - 40):name.start])[-3:]
    after = _AFTER.match(text, name.end)
    possessive, _, mark, word, then = after.groups() if after else ("", "", "", "", "")
    kind = "D" if name.demonym else "U" if not name.known else "G"
    capital = word[:1].isupper()
    last = before[-1].lower() if before else "^"
    two = before[-2].lower() if len(before) > 1 else "^"
    right = "," if mark == "," else "." if mark in ".!?" and mark else mark or word.lower() or "$"
    shape = ("'s" if possessive else "") + ("C" if capital else "l" if word else "$") + (mark or "")
    return ["b", "K=" + kind, f"L={name.label}", f"L={name.label}{shape}", "p=" + last, "p2=" + two + "_" + last, "n=" + right,
            "s=" + shape, f"p={last}s={shape}", "w=" + word.lower()[-4:] + shape, "n2=" + then.lower() if not mark else "m=" + mark,
            f"K={kind}s={shape}", f"l={name.end - name.start > 15}"]


def literal(text: str, name: Name, weights: Mapping[str, float]) -> str:
    """``"literal"`` or ``"associative"``; a word for a people is associative always."""
    if name.demonym:
        return "associative"
    return "literal" if sum(weights.get(f, 0.0) for f in features(text, name)) >= 0 else "associative"
