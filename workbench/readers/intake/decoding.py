"""Bytes to text, whatever their encoding."""

from collections.abc import Callable
from contextlib import suppress

import numpy as np

#: Bytes of one article, one line or one JSON value that are held in memory; what is longer is refused.
LONGEST = 1 << 28
#: Characters beside one beyond ASCII that are looked at: more than ftfy's forms are long.
_BESIDE = 12
#: Bytes that no text holds.
_CONTROLS = bytes(byte for byte in range(32) if byte < 9 or 13 < byte < 27 or byte > 27)


def decode(raw: bytes, repair: bool = True, declared: Callable[[bytes], str | None] | None = None) -> str:
    """Bytes to text, whatever their encoding, with line ends made ``\\n``; mojibake is repaired only where there is some.

    UTF-8 first (a page that is valid UTF-8 is UTF-8), then the encoding that ``declared`` reads in the bytes, then what
    charset-normalizer finds. ftfy undoes text that was decoded wrongly before it was saved; nothing else in it is touched.

    Raises
    ------
    ValueError
        If the bytes are no text.
    """
    if len(raw) > LONGEST:
        raise ValueError(f"more than {LONGEST >> 20} MB in one article")
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = None
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        encoding = declared(raw) if declared and not wide else None
        with suppress(LookupError, UnicodeError):  # one that Python does not know, or that is none of texts: "idna"
            if encoding:
                return raw.decode(encoding, "replace")
    if not wide and (b"\x00" in raw[:4096] or _controls(raw[:4096]) > 0.1):
        raise ValueError("binary data, not text")
    if text is None:
        from charset_normalizer import from_bytes

        best = from_bytes(raw[:200_000]).best()
        text = raw.decode(best.encoding if best else "cp1252", "replace")
    text = repaired(text) if repair else text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def repaired(text: str) -> str:
    """The text with mojibake undone, where there is some; nothing else in it is touched."""
    if text.isascii():
        return text
    import ftfy

    if not ftfy.is_bad(suspects(text)):
        return text
    fixed = ftfy.fix_encoding(text)
    return text if ftfy.is_bad(fixed) and len(fixed) >= len(text) else fixed


def suspects(text: str) -> str:
    """The parts of a text in which ftfy can find mojibake: it asks for letters beyond ASCII, of few scripts, and those beside them."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    odd = np.flatnonzero((codes > 0x7F) & ((codes < 0x2600) | (codes > 0xF000)))
    if not len(odd):
        return ""
    last = np.flatnonzero(np.diff(odd, append=odd[-1] + 2 * _BESIDE + 1) > 2 * _BESIDE)
    first = np.r_[0, last[:-1] + 1]
    return "\n".join([text[max(0, a - _BESIDE):b + _BESIDE + 1] for a, b in zip(odd[first].tolist(), odd[last].tolist(), strict=True)])


def _controls(raw: bytes) -> float:
    """Share of bytes that no text holds."""
    return 1 - len(raw.translate(None, _CONTROLS)) / max(1, len(raw))
