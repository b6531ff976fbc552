"""Reads a PDF back without the program that wrote it."""

import re
import shutil
import subprocess
import zlib

import pytest


def objects(path):
    """Return the file with whatever was packed in it unpacked."""
    raw = path.read_bytes()
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, flags=re.DOTALL)
    return raw + b"".join(map(unpacked, packed))


def unpacked(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def page_count(path):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", objects(path)))


def page_texts(path):
    """Return the text of each page, as another program reads it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    made = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", path, "-"], capture_output=True, check=True
    )
    return made.stdout.decode("utf-8").split("\f")[:-1]


def one_line(text):
    """Return a text without its line breaks, its layout and its spaces."""
    return re.sub(r"[\s\u200b]+", "", text)
