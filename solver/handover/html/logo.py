"""The firm's logo, put into the page itself."""

import base64
from pathlib import Path

TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}


def logo_source(path: Path | None) -> str | None:
    """Return the picture as an address that holds it; as a picture, even an SVG runs nothing."""
    if path is None:
        return None
    return f"data:{TYPES[path.suffix.lower()]};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"
