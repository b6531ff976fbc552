"""A page's one script, and the policy that lets nothing else run and nothing be fetched."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from markupsafe import Markup

POLICY = (
    "default-src 'none'; script-src '{script}'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)


REPORT, COCKPIT = "report", "cockpit"
PARTS = {  # what each script is put together from
    REPORT: ("report.js",),
    COCKPIT: tuple(f"cockpit/{part}.js" for part in ("givens", "engine", "goal", "page")),
}


@cache
def page_script(name: str = REPORT) -> Markup:
    """Return a script as it stands in its page, to the byte."""
    here = Path(__file__).parent
    texts = [(here / part).read_text(encoding="utf-8") for part in PARTS[name]]
    return Markup(texts[0] if len(texts) == 1 else "'use strict';\n(() => {\n" + "\n".join(texts) + "})();\n")


def content_policy(name: str = REPORT) -> str:
    """Return the content security policy: this script by its hash, styles in the page, pictures in it."""
    digest = hashlib.sha256(page_script(name).encode()).digest()
    return POLICY.format(script=f"sha256-{base64.b64encode(digest).decode('ascii')}")
