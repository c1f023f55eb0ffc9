"""Web pages saved whole (.mhtml, .mht): the page itself, without its pictures."""

from collections.abc import Iterator
from typing import BinaryIO

from workbench.readers import LONGEST


def records(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The page, handed on with its address.

    Raises
    ------
    ValueError
        If there is no page in the file.
    """
    from email import message_from_bytes, policy

    raw = stream.read(LONGEST + 1)
    if len(raw) > LONGEST:
        raise ValueError(f"a saved page of more than {LONGEST >> 20} MB")
    message = message_from_bytes(raw, policy=policy.compat32)
    address = message.get("Snapshot-Content-Location")
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if page:
                address = address or part.get("Content-Location")
                yield {"page": page, "url": str(address) if str(address or "").startswith("http") else None}
                return
    raise ValueError("a saved page (MHTML) without HTML in it")
