"""The calendar of an earlier run: which visits it announced, under which number."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from icalendar import vText

from solver.words.i18n import _

OURS = "@twelvefold"
DIGEST = "X-TWELVEFOLD-DIGEST"
STAMPS = ("SEQUENCE:", "DTSTAMP:", "LAST-MODIFIED:")  # what may differ in a visit that stays as it was
ZONE_USED = re.compile(r"^DT(?:START|END);TZID=([^:;]+)[:;]")
WIDEST = 75  # bytes of a line
LINE = re.compile(r"[A-Za-z0-9-]+[:;]")
NUMBER = re.compile(r"^SEQUENCE:(\d+)", re.MULTILINE)

# A visit that was taken back is shown as such, does not fill the day, and can be told at a glance.
CANCELLED = {
    "STATUS:": "STATUS:CANCELLED",
    "TRANSP:": "TRANSP:TRANSPARENT",
    "X-MICROSOFT-CDO-BUSYSTATUS:": "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
}


@dataclass(frozen=True)
class Entry:
    """One visit as a calendar writes it.

    Attributes
    ----------
    uid : str
    content : tuple of str
        Its lines, unfolded, without those that only say which version it is.
    stamps : tuple of str
        Those: SEQUENCE, DTSTAMP and LAST-MODIFIED.
    """

    uid: str
    content: tuple[str, ...]
    stamps: tuple[str, ...]

    @property
    def sequence(self) -> int:
        """How many times the visit was changed."""
        return next((int(line[9:]) for line in self.stamps if line.startswith("SEQUENCE:")), 0)

    @property
    def starts(self) -> str:
        """Day and hour, as in 20260105T093000."""
        line = next((line for line in self.content if line.startswith("DTSTART")), "")
        return line.rpartition(":")[2]

    @property
    def zones(self) -> set[str]:
        """Zones that its hours are written in."""
        return {found[1] for line in self.content if (found := ZONE_USED.match(line))}

    @property
    def cancelled(self) -> bool:
        """Tell whether it was taken back."""
        return CANCELLED["STATUS:"] in self.content

    def text(self) -> str:
        """Write it, folded."""
        lines = [self.content[0], *self.stamps, *self.content[1:]]
        return "".join(f"{_folded(line)}\r\n" for line in lines)


@dataclass(frozen=True)
class Earlier:
    """What an earlier calendar held.

    Attributes
    ----------
    entries : dict of str to Entry
        By UID; only visits that Twelvefold wrote.
    untouched : bool
        The file is as it was written, or there was none.
    sequence : int
        At which a visit that it does not tell of starts: above all that calendars may have seen.
    ours : bool
        Twelvefold wrote it.
    name : str
        As calendars show it.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    untouched: bool = True
    sequence: int = 0
    ours: bool = True
    name: str = ""


def read_earlier(path: Path, prodid: str) -> Earlier:
    """Read the calendar of an earlier run.

    Parameters
    ----------
    path : Path
        It may be missing.
    prodid : str
        By which Twelvefold's own are known.
    """
    if not path.exists():
        return Earlier()
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    ours = f"PRODID:{prodid}\n" in text
    if found := re.search(rf"^{DIGEST}:(\w+)\n", text, re.MULTILINE):
        bare = text[: found.start()] + text[found.end() :]
        untouched = digest(bare) == found[1]
    else:
        untouched = False
    try:
        entries = _entries(text)
    except ValueError:
        entries, untouched = {}, False
    sequence = 0 if untouched else 1 + max(map(int, NUMBER.findall(text)), default=-1)
    name = next((line[13:] for line in unfolded(text) if line.startswith("X-WR-CALNAME:")), "")
    return Earlier(entries, untouched, sequence, ours, vText.from_ical(name))


def uid_from(*words: object) -> str:
    """Return what something is known by in every calendar, for as long as these words say what it is."""
    return f"{uuid5(NAMESPACE_URL, json.dumps(words))}{OURS}"


def digest(text: str) -> str:
    """Return the mark by which a calendar that nobody edited is known, whatever its line ends."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def unfolded(text: str) -> list[str]:
    """Return the lines of a calendar, those that were folded put together again."""
    return re.sub(r"\r?\n[ \t]", "", text).replace("\r\n", "\n").split("\n")


def entry_of(lines: list[str]) -> Entry:
    """Put the lines of one VEVENT into an entry.

    Raises
    ------
    ValueError
        It says nothing by which it can be known.
    """
    stamps = tuple(line for line in lines if line.startswith(STAMPS))
    content = tuple(line for line in lines if not line.startswith(STAMPS))
    uids = [line[4:] for line in content if line.startswith("UID:")]
    numbers = [line[9:] for line in stamps if line.startswith("SEQUENCE:")]
    if len(uids) != 1 or not all(map(str.isdecimal, numbers)) or not all(map(LINE.match, lines)):
        raise ValueError(lines[0])
    return Entry(uids[0], content, stamps)


def cancelled(entry: Entry, stamps: tuple[str, ...]) -> Entry:
    """Return the entry as it is announced once the visit is taken back."""
    title = vText(_("Cancelled: {visit}")).to_ical().decode()
    lines = []
    for line in entry.content:
        name = next((name for name in CANCELLED if line.startswith(name)), None)
        if line.startswith("SUMMARY:"):
            line = "SUMMARY:" + title.format(visit=line.removeprefix("SUMMARY:"))
        lines.append(CANCELLED[name] if name else line)
    return Entry(entry.uid, tuple(lines), stamps)


def _entries(text: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    inside: list[str] | None = None
    lines = unfolded(text)
    if lines[0] != "BEGIN:VCALENDAR" or "END:VCALENDAR" not in lines:
        raise ValueError(lines[0])
    for line in lines:
        if line == "BEGIN:VEVENT":
            inside = []
        if inside is not None:
            inside.append(line)
        if line == "END:VEVENT" and inside is not None:
            entry = entry_of(inside)
            inside = None
            if entry.uid.endswith(OURS):
                found[entry.uid] = entry
    if inside is not None:
        raise ValueError(lines[-1])
    return found


def _folded(line: str) -> str:
    """Break a line after at most 75 bytes, never inside a letter."""
    left = line.encode()
    parts: list[bytes] = []
    while len(left) > WIDEST - bool(parts):
        end = WIDEST - bool(parts)  # a line that goes on begins with a space
        while left[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(left[:end])
        left = left[end:]
    return b"\r\n ".join([*parts, left]).decode()
