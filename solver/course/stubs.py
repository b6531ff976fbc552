"""From a solved exercise cell to the trainee's: the answers go, three dots stay where each stood."""

import ast
import re

from solver.words.i18n import _

BEGIN = re.compile(r"(?P<indent>[ \t]*)# BEGIN SOLUTION\s*")
END = re.compile(r"[ \t]*# END SOLUTION\s*")
ANSWER = re.compile(r"(?P<name>[A-Za-z_]\w*)\s*=\s*\S.*#\s*SOLUTION\s*")
MARK = re.compile(r"#\s*(?:BEGIN |END )?SOLUTION\b")


def stub(source: str, later: str = "") -> str:
    """Return a cell without its solution.

    A line `name = value  # SOLUTION` becomes `name = ...`. The lines between `# BEGIN SOLUTION` and
    `# END SOLUTION` become a comment, and `name = ...` for each name that is used further on.

    Parameters
    ----------
    source : str
        The solved cell.
    later : str
        The exercise cells that follow it in the notebook.

    Raises
    ------
    ValueError
        The marks do not pair, or stand where no answer does.
    """
    kept: list[str] = []
    lines = source.splitlines()
    while lines:
        line = lines.pop(0)
        begin = BEGIN.fullmatch(line)
        answer = ANSWER.fullmatch(line)
        if begin:
            block = _block(lines)
            indent = begin["indent"]
            kept.append(f"{indent}# {_('Your work goes here.')}")
            rest = "\n".join(lines)
            kept += [f"{indent}{name} = ..." for name in _assigned(block) if _used(name, rest, later)]
        elif answer:
            kept.append(f"{answer['name']} = ...")
        elif MARK.search(line):
            raise ValueError(f"a mark of a solution stands alone: {line.strip()}")
        else:
            kept.append(line)
    return "\n".join(kept)


def _block(lines: list[str]) -> list[str]:
    """Take the lines up to the end of the block off the list."""
    ends = [place for place, line in enumerate(lines) if END.fullmatch(line)]
    if not ends:
        raise ValueError("# BEGIN SOLUTION without # END SOLUTION")
    block = lines[: ends[0]]
    del lines[: ends[0] + 1]
    return block


def _assigned(block: list[str]) -> list[str]:
    """Name what the block sets, in order."""
    margin = min((len(line) - len(line.lstrip()) for line in block if line.strip()), default=0)
    tree = ast.parse("\n".join(line[margin:] for line in block))
    names = [
        node.id
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        for node in ast.walk(target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys(names))


def _used(name: str, rest: str, later: str) -> bool:
    """Tell whether a name is read further on, solutions aside: those the trainee writes anew."""
    open_lines = [line for line in rest.splitlines() if not MARK.search(line)]
    word = re.compile(rf"(?<![\w.\"']){re.escape(name)}(?![\w\"'])(?!\s*=[^=])")
    return bool(word.search("\n".join(open_lines)) or word.search(_without_solutions(later)))


def _without_solutions(source: str) -> str:
    """Leave out what the trainee will not see."""
    kept, inside = [], False
    for line in source.splitlines():
        inside = (inside or bool(BEGIN.fullmatch(line))) and not END.fullmatch(line)
        if not inside and not MARK.search(line):
            kept.append(line)
    return "\n".join(kept)
