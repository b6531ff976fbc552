"""The firm's logo as slides can hold it."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

from solver.words.scratch import scratch

DOTS = 300


def logo_picture(logo: Path | None) -> io.BytesIO | None:
    """Return the logo as PNG or JPEG, none where there is none; a drawing is turned into dots."""
    if logo is None:
        return None
    if logo.suffix.lower() != ".svg":
        return io.BytesIO(logo.read_bytes())
    import typst  # it loads slowly, and few logos are drawings

    page = b'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("logo.svg", width: 8cm)'
    with TemporaryDirectory(dir=scratch()) as folder:
        (Path(folder) / "logo.svg").write_bytes(logo.read_bytes())
        main = Path(folder) / "main.typ"
        main.write_bytes(page)
        return io.BytesIO(typst.compile(main, format="png", ppi=DOTS))
