"""The page's one script, and the policy that lets nothing else run and nothing be fetched."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from markupsafe import Markup

POLICY = (
    "default-src 'none'; script-src '{script}'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)


@cache
def page_script() -> Markup:
    """Return the script as it stands in the page, to the byte."""
    return Markup(Path(__file__).with_name("report.js").read_text(encoding="utf-8"))


def content_policy() -> str:
    """Return the content security policy: this script by its hash, styles in the page, pictures in it."""
    digest = hashlib.sha256(page_script().encode()).digest()
    return POLICY.format(script=f"sha256-{base64.b64encode(digest).decode('ascii')}")
