"""The empty deck: its format, its theme in the colours of the firm, its two layouts, and how it is saved."""

import copy
import io
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from solver.handover.slides import measure
from solver.report.findings.read import Findings
from solver.report.look import theme
from solver.report.look.brand import Brand
from solver.words.files import write_bytes
from solver.words.i18n import _, current_language

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.6
INSIDE = WIDTH - 2 * MARGIN
TITLE = (MARGIN, 0.55, INSIDE, 0.82)
TOP, BOTTOM = 1.52, 6.75
FOOT = 6.98
FONT = "Arial"  # every machine has it or one of the same widths
TITLE_SIZES = (24, 22, 20, 18, 16)
COVER, CONTENT = 0, 1
HOUR = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")  # a no-break space is none of them
NOT_HELD = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}
NOT_OURS = ("/docProps/thumbnail.jpeg", "/ppt/printerSettings/printerSettings1.bin")
APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<PresentationFormat>Widescreen</PresentationFormat></Properties>"
)
Box = tuple[float, float, float, float]  # left, top, width, height, in inches


def one_line(text: object) -> str:
    """Return a text from outside on one line, without signs that no slide can hold."""
    return NOT_HELD.sub("", BREAKS.sub(" ", str(text))).strip()


def unbroken(text: str) -> str:
    """Return a text whose figures stay on one line: some programs break it at a narrow space."""
    return text.replace("\u202f", "\u00a0")


class Deck:
    """A deck that is being made."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.brand = findings.brand
        self.presentation = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self._set_theme()
        self._set_layouts()
        self._set_properties()

    def page(self, title: str, note: str) -> Any:
        """Add a slide: its title is its message, whole whatever its length; the note is for the speaker."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[CONTENT])
        size = measure.largest(title, TITLE_SIZES, (TITLE[2], TITLE[3]), bold=True)
        fill(slide.shapes.title.text_frame, title, size)
        for placeholder in slide.slide_layout.placeholders:
            if placeholder.placeholder_format.idx in (11, 12):
                copied = copy.deepcopy(placeholder._element)
                copied.xpath(".//p:cNvPr")[0].set("id", str(100 + placeholder.placeholder_format.idx))
                slide.shapes._spTree.append(copied)
        self.tell(slide, note)
        return slide

    def tell(self, slide: Any, note: str) -> None:
        """Write what the speaker reads under a slide."""
        frame = slide.notes_slide.notes_text_frame
        frame.text = note
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run._r.get_or_add_rPr().set("lang", LANGUAGES[current_language()])

    def save(self, path: Path) -> None:
        """Write the deck, the same bytes for the same slides.

        Raises
        ------
        PortfolioError
            The file cannot be written.
        """
        written = io.BytesIO()
        self.presentation.save(written)
        write_bytes(path, same_bytes(written.getvalue(), self.findings.portfolio.as_of))

    def _set_theme(self) -> None:
        """Put the colours of the firm and one font into the theme, so that what is added later follows."""
        part = self.presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        content = part.blob.decode("utf-8")
        for name, colour in _theme_colours(self.brand).items():
            content = re.sub(
                rf"(<a:{name}>).*?(</a:{name}>)", rf'\1<a:srgbClr val="{colour[1:].upper()}"/>\2', content
            )
        content = re.sub(r'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{FONT}"/>', content)
        content = re.sub(r'<a:font script="[^"]*" typeface="[^"]*"/>', "", content)
        content = content.replace('name="Office Theme"', 'name="Twelvefold"')
        part.blob = content.encode("utf-8")

    def _set_layouts(self) -> None:
        """Keep a cover and a page with a title, both laid out for the wide format."""
        layouts: Any = self.presentation.slide_layouts
        for place in (10, 9, 8, 7, 6, 4, 3, 2, 1):
            layouts.remove(layouts[place])
        master = self.presentation.slide_master
        holders: list[Any] = [master, *layouts]
        for holder in holders:
            for placeholder in tuple(holder.placeholders):
                kind = placeholder.element.find(f".//{qn('p:ph')}").get("type")
                on_cover = holder is layouts[COVER] and kind in ("ftr", "sldNum")
                if kind == "dt" or (kind == "body" and holder is master) or on_cover:
                    placeholder.element.getparent().remove(placeholder.element)
        self._place_on_master(master)
        layouts[COVER].name, layouts[CONTENT].name = _("Cover"), _("Page")
        self._place_cover(layouts[COVER])
        for placeholder in layouts[CONTENT].placeholders:
            if placeholder.placeholder_format.idx == 11:
                fill(placeholder.text_frame, measure.cut(one_line(self.findings.portfolio.firm), 12, 9.0), 12)
                placeholder.text_frame.paragraphs[0].runs[0].font.color.rgb = rgb(theme.SOFT_INK)

    def _place_on_master(self, master: Any) -> None:
        style = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
        style.set("algn", "l")
        letters = style.find(qn("a:defRPr"))
        letters.set("sz", "2400")
        letters.set("b", "1")
        letters.find(f".//{qn('a:schemeClr')}").set("val", "tx2")
        boxes = {
            "title": TITLE,
            "ftr": (MARGIN, FOOT, 9.0, 0.3),
            "sldNum": (WIDTH - MARGIN - 1.5, FOOT, 1.5, 0.3),
        }
        for placeholder in master.placeholders:
            kind = placeholder.element.find(f".//{qn('p:ph')}").get("type")
            put(placeholder, boxes[kind])
            frame = placeholder.text_frame
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            frame.vertical_anchor = MSO_ANCHOR.TOP if kind == "title" else MSO_ANCHOR.MIDDLE
            if kind == "ftr":
                placeholder.element.find(f".//{qn('a:lvl1pPr')}").set("algn", "l")

    def _place_cover(self, layout: Any) -> None:
        layout.background.fill.solid()
        layout.background.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        for placeholder in layout.placeholders:
            title = placeholder.placeholder_format.idx == 0
            put(placeholder, (1.1, 2.35, 11.0, 1.75) if title else (1.1, 4.35, 11.0, 1.6))
            frame = placeholder.text_frame
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            frame.vertical_anchor = MSO_ANCHOR.BOTTOM if title else MSO_ANCHOR.TOP
            for style in placeholder.element.iter(qn("a:lvl1pPr")):
                style.set("algn", "l")

    def _set_properties(self) -> None:
        portfolio = self.findings.portfolio
        day = datetime.combine(portfolio.as_of, time())
        properties = self.presentation.core_properties
        properties.created = properties.modified = day
        properties.author = properties.last_modified_by = one_line(portfolio.firm)[:200]
        properties.title = _("Summary of the plan")
        properties.language = LANGUAGES[current_language()]
        properties.comments = ""
        properties.revision = 1
        package = self.presentation.part.package
        for owner in (package, self.presentation.part):
            relations = owner._rels
            for name in [key for key, rel in relations.items() if not rel.is_external]:
                partname = str(relations[name].target_part.partname)
                if partname in NOT_OURS:
                    relations.pop(name)
                elif partname == "/docProps/app.xml":
                    relations[name].target_part.blob = APPLICATION


def _theme_colours(brand: Brand) -> dict[str, str]:
    return {
        "dk1": theme.INK,
        "lt1": theme.PAPER,
        "dk2": brand.primary_ink,
        "lt2": theme.SHADE,
        "accent1": brand.primary,
        "accent2": brand.accent,
        "accent3": theme.GOOD,
        "accent4": theme.QUIET,
        "accent5": theme.LIGHT_ACCENT,
        "accent6": theme.RULE,
        "hlink": brand.primary_ink,
        "folHlink": brand.primary_ink,
    }


def rgb(colour: str) -> RGBColor:
    """Return a colour written as `#rrggbb`."""
    return RGBColor.from_string(colour[1:].upper())


def put(shape: Any, box: Box) -> None:
    """Place a shape, in inches."""
    shape.left, shape.top, shape.width, shape.height = (Emu(int(Inches(side))) for side in box)


def fill(frame: Any, text: str, size: float) -> None:
    """Write one paragraph into a text frame, in the language in force."""
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    for old in list(paragraph.runs):
        old._r.getparent().remove(old._r)
    run = paragraph.add_run()
    run.text = unbroken(text)
    run.font.size = Pt(size)
    run._r.get_or_add_rPr().set("lang", LANGUAGES[current_language()])


def same_bytes(content: bytes, day: date, *, inside: bool = False) -> bytes:
    """Write a zip file anew without the hour at which it was made, and the workbooks in it likewise.

    Parameters
    ----------
    content : bytes
    day : date
        On which the workbooks inside say that they were made.
    inside : bool
        This is one of those workbooks.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith(".xlsx"):
                part = same_bytes(part, day, inside=True)
            elif inside and name == "docProps/core.xml":
                part = HOUR.sub(day.isoformat().encode() + b"T00:00:00Z", part)
            entry = zipfile.ZipInfo(name, FIRST_DAY_OF_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return made.getvalue()
