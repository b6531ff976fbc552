"""Puts notebooks, data and the tested versions into the wheel; hatchling runs it when one is built."""

import lzma
import re
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("notebooks", "data")
TABLE = "data/reference/communes.csv"  # a fifth of a wheel; packed, a sixth
PROGRAMS = (".py", ".pyc")  # these made the data up, and are for developers
FOR_TRANSLATORS = re.compile(r"^#[:,].*\n", re.MULTILINE)  # where a message stands, and how it is filled in


class ShippedFiles(BuildHookInterface[Any]):
    """Adds the files; not to an editable install, which reads them where they lie."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file and its place in the wheel."""
        if version != "standard":
            return
        root = Path(self.root)
        files = [file for folder in FOLDERS for file in (root / folder).rglob("[!.]*") if file.is_file()]
        files.remove(root / "data" / "README.md")  # the dictionary is read where the project lies
        files.remove(root / TABLE)
        for file in [*files, root / "constraints.txt"]:
            if file.suffix not in PROGRAMS and ".ipynb_checkpoints" not in file.parts:
                inside = file.relative_to(root).as_posix()
                build_data["force_include"][str(file)] = f"solver/_files/{inside}"
        self._aside = tempfile.TemporaryDirectory()
        packed = Path(self._aside.name) / "table.xz"
        packed.write_bytes(lzma.compress((root / TABLE).read_bytes(), preset=9))
        build_data["force_include"][str(packed)] = f"solver/_files/{TABLE}.xz"
        for catalogue in (root / "solver" / "words" / "locale").rglob("*.po"):
            lean = Path(self._aside.name) / f"{catalogue.parent.name}_{catalogue.name}"
            text = FOR_TRANSLATORS.sub("", catalogue.read_text(encoding="utf-8"))
            lean.write_text(text, encoding="utf-8", newline="\n")
            build_data["force_include"][str(lean)] = catalogue.relative_to(root).as_posix()
