"""The lines of an answer as beginners write them: read as they are meant, or shown as they should stand."""

import ast
import re

ANSWER = re.compile(
    r"(?P<set>\s*[A-Za-z_]\w*\s*=\s*)(?P<said>[-+−–(€≈~\s]*\d[\w\s.,'’+*/×÷()%€‰½¼¾:−–-]*)(?P<rest>(?:#.*)?)"
)
APART = re.compile(
    r"""(?P<set>\s*[A-Za-z_]\w*\s*=\s*)(?P<said>(?:"[^"]*"|'[^']*')(?:\s*;\s*(?:"[^"]*"|'[^']*'))+)(?P<rest>\s*)"""
)
SET = re.compile(r"\s*(?P<name>[A-Za-z_]\w*)\s*(?:==|=|:)\s*(?P<said>[^\s=].*?)\s*(?:#.*)?")
AROUND = " \"'“”‘’«»„[](){}.;,\u00a0\u202f"
BETWEEN = re.compile(r"[,;]|\s(?:et|and)\s")
LONGEST_NAME = 3  # words
REASON = "why"  # as every answer cell calls it: one sentence, commas or not
SIGNS, IN_PYTHON = "×÷−–", "*/--"


def as_people_write_it(line: str) -> str:
    """Put quotes around a number with a comma, a space or a unit, and commas between texts set apart."""
    ending = "\n" if line.endswith("\n") else ""
    apart = APART.fullmatch(line.rstrip("\n"))
    if apart:
        return f"{apart['set']}{apart['said'].replace(';', ',')}{apart['rest']}{ending}"
    found = ANSWER.fullmatch(line.rstrip("\n"))
    if not found or "..." in line or _stays(found["said"]):
        return line
    return f'{found["set"]}"{found["said"].strip()}"{"  " if found["rest"] else ""}{found["rest"]}{ending}'


def _stays(said: str) -> bool:
    """Tell whether it is one number or a formula with names to Python, or a bracket is open; 3,5 is two."""
    if said.count("(") != said.count(")"):
        return True
    try:
        if any(letter.isalpha() for letter in said):
            ast.parse(said.strip(), mode="eval")
            return True
        return isinstance(ast.literal_eval(said.strip()), int | float)
    except (SyntaxError, ValueError):
        return False


def as_it_should_stand(line: str) -> str | None:
    """Return an answer's line with its text in quotes, several in brackets; None where it sets no name."""
    found = SET.fullmatch(line)
    if not found:
        return None
    said = found["said"].strip(AROUND)
    if not said:
        return None
    if re.fullmatch(r"-?\d+(?:\.\d+)?", said):
        return f"{found['name']} = {said}"
    pieces = [one for piece in BETWEEN.split(said) if (one := piece.strip(AROUND))]
    listed = len(pieces) > 1 and ":" not in said and found["name"] != REASON
    if listed and max(len(one.split()) for one in pieces) <= LONGEST_NAME:
        return f"{found['name']} = [{', '.join(f'"{one}"' for one in pieces)}]"
    # A prime at the end belongs to the answer, as in B/A'.
    prime = "'" if re.search(r"^[^\"'].*[A-Z]['’]$|^'.*[A-Z]''$", found["said"]) else ""
    return f'{found["name"]} = "{re.sub("[“”„«»" + chr(34) + "]", "’", said)}{prime}"'


def is_plain_text(said: str) -> bool:
    """Tell whether the right side of a line is words alone, and no formula."""
    return re.fullmatch(r"(?:[\w\s,;'’\"\[\]{}]|(?<=\w)-(?=\w))+", said) is not None and "_" not in said


def in_signs_of_python(line: str) -> str:
    """Put the signs of Python in place of those on paper, and points in place of decimal commas."""
    return re.sub(r"(?<=\d),(?=\d)", ".", line.translate(str.maketrans(SIGNS, IN_PYTHON)))
