"""Which way a sentence looks: do the words around an expression of time speak of what was, or of what is to come?"""

from workbench.knowledge.timex.lexer import BREAK, Lexed

#: Words near an expression and what they add to the log-odds of the future.
_WEIGHTS = {
    **dict.fromkeys("will shall 'll due scheduled set slated expected expects plans planned plan would until by next upcoming forthcoming "
                    "begin begins start starts take ahead hopes intends intend going deadline meet vote".split(), 2.0),
    **dict.fromkeys("said says told was were had announced reported since did after been died killed arrested".split(), -1.0),
}


def tense(lexed: Lexed, i: int, j: int) -> float:
    """Log-odds that the expression at words ``i:j`` lies in the future; below zero is the past."""
    total, reach = -0.5, 10
    for step in (-1, 1):
        k = i - 1 if step < 0 else j
        for distance in range(reach):
            if not 0 <= k < len(lexed.words) or lexed.shape[k] == BREAK or lexed.words[k] in (".", ";", "!", "?"):
                break
            total += _WEIGHTS.get(lexed.words[k], 0.0) / (1 + distance / 3)
            k += step
    return total
