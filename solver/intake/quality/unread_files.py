"""Files that lie beside the portfolio and that nothing in it names: what stands in them is not counted."""

from pathlib import Path

from solver.intake.reading.files import READ
from solver.parameters import Portfolio


def unread_files(portfolio: Portfolio, folder: Path) -> list[str]:
    """Name the files of a folder that could be read as tables and that the portfolio names nowhere.

    Parameters
    ----------
    portfolio : Portfolio
        A file that any of its parameters names is known.
    folder : Path
        Where the portfolio lies; its folders are not looked into.
    """
    if not portfolio.sources or not folder.is_dir():
        return []
    named = portfolio.model_dump_json().casefold()
    return [
        file.name
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in READ
        and not file.name.startswith((".", "~$"))
        and file.name.casefold().replace("\\", "\\\\").replace('"', '\\"') not in named
        and file.is_file()
    ]
