"""Puts notebooks, data and the tested versions into the wheel; hatchling runs it when one is built."""

import bz2
import lzma
import re
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("notebooks", "data")
TABLES = ("data/reference/communes.csv", "data/reference/naf.csv")  # the first alone half of all data
PROGRAMS = (".py", ".pyc")  # these made the data up, and are for developers
READ_HERE = "README.md"  # the dictionary, and how the data were made up, are read where the project lies
LAID_OUT = {"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 4, "pb": 0}  # packs columns of text best
FOR_TRANSLATORS = re.compile(r"^#[:,].*\n", re.MULTILINE)  # where a message stands, and how it is filled in


class ShippedFiles(BuildHookInterface[Any]):
    """Adds the files; not to an editable install, which reads them where they lie."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file and its place in the wheel."""
        if version != "standard":
            return
        root = Path(self.root)
        files = [file for folder in FOLDERS for file in (root / folder).rglob("[!.]*") if file.is_file()]
        for table in TABLES:
            files.remove(root / table)
        for file in [*files, root / "constraints.txt"]:
            if not (file.suffix in PROGRAMS or file.name == READ_HERE or ".ipynb_checkpoints" in file.parts):
                inside = file.relative_to(root).as_posix()
                build_data["force_include"][str(file)] = f"solver/_files/{inside}"
        self._aside = tempfile.TemporaryDirectory()
        for place, table in enumerate(TABLES):
            packed = Path(self._aside.name) / f"{place}.xz"
            packed.write_bytes(_packed((root / table).read_bytes()))
            build_data["force_include"][str(packed)] = f"solver/_files/{table}.xz"
        for catalogue in (root / "solver" / "words" / "locale").rglob("*.po"):
            lean = Path(self._aside.name) / f"{catalogue.parent.name}_{catalogue.name}.bz2"
            text = FOR_TRANSLATORS.sub("", catalogue.read_text(encoding="utf-8")).replace('"\n"', "")
            lean.write_bytes(bz2.compress(text.encode("utf-8")))  # of sentences, a tenth less than the other
            build_data["force_include"][str(lean)] = f"{catalogue.relative_to(root).as_posix()}.bz2"


def _packed(content: bytes) -> bytes:
    return lzma.compress(content, filters=[LAID_OUT])
