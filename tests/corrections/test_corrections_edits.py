"""A thousand corrections on texts edited at random: none lands on other words, nearly all whose words survived are found again."""

import random

from workbench.corrections import anchors, decisions

NAMES = ["Tarrow", "Lind", "Ann Tarrow", "Ostrava", "Harbour Union", "Brno", "Quill", "the HWU"]
WORDS = ("said met praised the on with council near harbour after before strike ship crew talks offer refused signed paper law vote "
         "night morning boat wage rise hall street old new quiet long door window late early week work again under over between").split()


def sentence(chance: random.Random) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(6, 16))]
    for _ in range(chance.randint(1, 3)):
        words.insert(chance.randrange(len(words)), chance.choice(NAMES))
    words[0] = words[0][0].upper() + words[0][1:]
    return " ".join(words) + ". "


def edit(chance: random.Random, text: str, origin: list[int]) -> tuple[str, list[int]]:
    """One edit of the text, and for each character where it came from (-1: new)."""
    at = chance.randrange(len(text))
    kinds = ["insert words", "insert sentence", "delete words", "delete sentence", "replace words", "typo"]
    kind = "copy sentence" if chance.random() < 0.04 else chance.choice(kinds)
    until = min(len(text), at + chance.randint(1, 30))
    if kind.startswith("insert"):
        new = sentence(chance) if "sentence" in kind else " ".join(chance.choices(WORDS + NAMES, k=2)) + " "
        return text[:at] + new + text[at:], origin[:at] + [-1] * len(new) + origin[at:]
    if kind == "copy sentence":
        start = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
        new = text[start:text.find(". ", start) + 2]
        place = len(text)
        return text[:place] + new + text[place:], origin[:place] + [-1] * len(new) + origin[place:]
    if kind == "typo":
        return text[:at] + "x" + text[at + 1:], origin[:at] + [-1] + origin[at + 1:]
    if kind == "delete sentence":
        until = text.find(". ", at) + 2 if ". " in text[at:] else len(text)
    new = "" if kind.startswith("delete") else " ".join(chance.choices(WORDS, k=3))
    return text[:at] + new + text[until:], origin[:at] + [-1] * len(new) + origin[until:]


def survived(text: str, origin: list[int], start: int, end: int, exact: str) -> tuple[int, int] | None:
    """Where the words stand now, if they stand there whole and as words of their own."""
    spots = [k for k, o in enumerate(origin) if start <= o < end]
    if len(spots) != end - start or spots[-1] - spots[0] != end - start - 1 or text[spots[0]:spots[-1] + 1] != exact:
        return None
    left, right = spots[0], spots[-1] + 1
    if (left and text[left - 1].isalnum()) or (right < len(text) and text[right].isalnum()):
        return None
    return left, right


def test_a_thousand_corrections_after_edits():
    chance = random.Random(20190424)
    wrong, alive, found = [], 0, 0
    for number in range(1000):
        text = "".join(sentence(chance) for _ in range(chance.randint(6, 25)))
        name = chance.choice([n for n in NAMES if n in text])
        at = chance.choice([k for k in range(len(text)) if text.startswith(name, k)])
        chosen, print_ = decisions._selectors(text, at, at + len(name)), decisions.fingerprint(text)
        new, origin = text, list(range(len(text)))
        for _ in range(chance.randint(1, 5)):
            new, origin = edit(chance, new, origin)
        true = survived(new, origin, at, at + len(name), name)
        got = anchors.locate(new, decisions.fingerprint(new), chosen, print_)
        alive += true is not None
        found += true is not None and got is not None and got[:2] == true
        if got is not None and got[:2] != true:
            wrong.append((number, name, true, got, new[max(0, got[0] - 40):got[1] + 40], chosen[1]))
    print(f"{alive} survived, {found} found again ({found / alive:.3f}), {len(wrong)} on other words")
    assert not wrong, wrong[:3]
    assert found / alive >= 0.98
