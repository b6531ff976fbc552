"""The colours and the logo of the output files."""

from dataclasses import dataclass
from pathlib import Path

from solver.parameters.portfolio import Branding
from solver.report.look.theme import INK, PAPER, contrast, ink_on
from solver.words.errors import PortfolioError
from solver.words.i18n import _

LOGO_TYPES = (".png", ".jpg", ".jpeg", ".svg")
READABLE = 4.5  # WCAG 2.2, contrast of text


@dataclass(frozen=True)
class Brand:
    """How a output file looks.

    Attributes
    ----------
    primary, accent : str
        As `#rrggbb`.
    on_primary, on_accent : str
        Black or white, whichever is read best on that colour.
    primary_ink : str
        The primary colour where text in it can be read on white, ink where it cannot.
    accent_ink : str
        The same for the accent.
    logo : Path or None
    """

    primary: str
    accent: str
    on_primary: str
    on_accent: str
    primary_ink: str
    accent_ink: str
    logo: Path | None


def brand_of(branding: Branding) -> Brand:
    """Return the look of the files, every text in it readable whatever the colours.

    Raises
    ------
    PortfolioError
        The logo is not there, or is of a type that the files cannot hold.
    """
    primary, accent = branding.primary.lower(), branding.accent.lower()
    return Brand(
        primary=primary,
        accent=accent,
        on_primary=ink_on(primary),
        on_accent=ink_on(accent),
        primary_ink=primary if contrast(primary, PAPER) >= READABLE else INK,
        accent_ink=accent if contrast(accent, PAPER) >= READABLE else INK,
        logo=_logo(branding.logo),
    )


def _logo(logo: str | None) -> Path | None:
    if logo is None:
        return None
    path = Path(logo)
    if path.suffix.lower() not in LOGO_TYPES:
        raise PortfolioError(
            _("the logo is not a picture that can be used: {types}").format(types=", ".join(LOGO_TYPES)),
            file=path,
            fix=_("correct `logo` under `branding` in portfolio.yaml"),
        )
    if not path.exists():
        raise PortfolioError(
            _("there is no such file"),
            file=path,
            fix=_("correct `logo` under `branding` in portfolio.yaml; it is looked for from its folder"),
        )
    return path
