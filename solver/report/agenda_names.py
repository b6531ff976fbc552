"""What the files of the agendas are called: one name for one rep, on any disk."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

KEPT = re.compile(r"\.kept-\d+$")
LONGEST = 40
RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)")


def file_names(rep_ids: Iterable[str]) -> dict[str, str]:
    """Return for each rep a name that no disk refuses and no other rep has.

    Returns
    -------
    dict of str to str
        Rep to name, without an ending. Where the id itself will not do, or only its case tells it from
        another, a mark drawn from it is added.
    """
    plain = {rep_id: _plain(rep_id) for rep_id in rep_ids}
    shared = Counter(name.casefold() for name in plain.values())
    return {
        rep_id: name if name == rep_id and shared[name.casefold()] == 1 else f"{name}-{_mark(rep_id)}"
        for rep_id, name in plain.items()
    }


def names_of_people(names: Iterable[str]) -> dict[str, str]:
    """Return for each person a name of a file that no disk refuses; only namesakes on the disk get a mark."""
    plain = {name: _plain(name) for name in names}
    shared = Counter(name.casefold() for name in plain.values())
    return {
        name: short if shared[short.casefold()] == 1 else f"{short}-{_mark(name)}"
        for name, short in plain.items()
    }


def _plain(rep_id: str) -> str:
    letters = unicodedata.normalize("NFKD", rep_id).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", letters).strip("_-")[:LONGEST] or "rep"
    return f"rep_{name}" if RESERVED.fullmatch(name) else name


def _mark(rep_id: str) -> str:
    return sha256(rep_id.encode("utf-8", "replace")).hexdigest()[:6]
