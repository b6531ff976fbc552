"""The house keeps its shape: imports look left, files stay short, messages can be translated."""

import ast
import json
from functools import cache

import pytest

from tests.conftest import ROOT

LEFT_TO_RIGHT = (
    "words",
    "tables",
    "parameters",
    "run",
    "roads",
    "intake",
    "method",
    "value",
    "allocation",
    "calendar",
    "evidence",
    "flow",
    "report",
    "handover",
    "runner",
    "batch",
    "course",
    "cli",
    "tools",
)
INSIDE = {
    "intake": (
        "values",
        "presets",
        "reading",
        "booking",
        "partners",
        "history",
        "decided",
        "quality",
        "prepare",
        "changes",
        "privacy",
        "drafting",
    ),
    "allocation": ("problem", "methods", "explain"),
    "report": (
        "agenda_names",
        "look",
        "past",
        "figures",
        "quality",
        "findings",
        "kept",
        "appendix",
        "compare",
        "quarter",
    ),
}
PURE = ("method", "value", "allocation", "calendar", "evidence")
# What a page reads off tables by a rule of the method, so that page and plan follow the same one.
READ_BY_A_RULE = {
    "solver.intake.quality.asks",
    "solver.intake.quality.contributions",
    "solver.intake.reference",
    "solver.method.behaviour.complaints",
    "solver.method.behaviour.leaving",
}
DOORS = ("runner", "batch", "course", "cli", "tools")
MOST_LINES = 450
FILES = sorted((ROOT / "solver").rglob("*.py"))
MODULES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in FILES
}
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def part_of(file):
    """Name the part of the package that a file belongs to."""
    return file.relative_to(ROOT / "solver").parts[0].removesuffix(".py")


def modules_imported(tree):
    """Name the modules that a module imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {
                name if name in MODULES or node.module not in MODULES else node.module for name in names
            }
    return found


def parts_imported(tree, within="solver"):
    """Name the parts of the package, or of one of its parts, that a module imports."""
    names = modules_imported(tree)
    return {name.removeprefix(f"{within}.").split(".")[0] for name in names if name.startswith(f"{within}.")}


def calls(tree, *names):
    """List the calls of functions or methods of these names."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in found if getattr(call.func, "id", getattr(call.func, "attr", None)) in names]


@cache
def parsed(file):
    return ast.parse(file.read_text(encoding="utf-8"))


def named(file):
    return file.relative_to(ROOT).as_posix()


def by_file(find):
    """Return what a rule finds wrong, file by file: one test a rule, for there are hundreds of files."""
    return {named(file): found for file in FILES if (found := find(file))}


def test_imports_are_read_in_all_their_forms():
    source = "import solver.intake.sales\nfrom solver import cli\ndef f():\n    from solver.method import x"
    assert parts_imported(ast.parse(source)) == {"intake", "cli", "method"}


def test_imports_only_look_left():
    def to_the_right(file):
        here = part_of(file)
        left = () if here == "__init__" else LEFT_TO_RIGHT[: LEFT_TO_RIGHT.index(here) + 1]
        return sorted(parts_imported(parsed(file)) - set(left))

    assert by_file(to_the_right) == {}


@pytest.mark.parametrize(("folder", "part"), [(folder, part) for folder in INSIDE for part in INSIDE[folder]])
def test_within_a_folder_imports_only_look_left_too(folder, part):
    order, inside = INSIDE[folder], ROOT / "solver" / folder
    files = (
        [inside / f"{part}.py"] if (inside / f"{part}.py").exists() else sorted((inside / part).rglob("*.py"))
    )
    assert files
    for file in files:
        imported = parts_imported(parsed(file), f"solver.{folder}") & set(order)
        assert sorted(imported - set(order[: order.index(part) + 1])) == [], named(file)


def test_the_order_within_a_folder_names_all_that_others_in_it_lean_on():
    """A part left out of it is leant on, and leans on none of those that it names."""
    for folder, order in INSIDE.items():
        imported = set()
        for file in sorted((ROOT / "solver" / folder).rglob("*.py")):
            part = file.relative_to(ROOT / "solver" / folder).parts[0].removesuffix(".py")
            imported |= parts_imported(parsed(file), f"solver.{folder}") - {part}
        left = {name for name in imported - set(order) if f"solver.{folder}.{name}" in MODULES}
        leaning = {name for name in left if parts_of(folder, name) & set(order)}
        assert leaning == set(), folder


def parts_of(folder, part):
    """Name the other parts of a folder that one of its parts imports."""
    inside = ROOT / "solver" / folder
    files = [inside / f"{part}.py"] if (inside / f"{part}.py").exists() else (inside / part).rglob("*.py")
    return set().union(*(parts_imported(parsed(file), f"solver.{folder}") for file in files)) - {part}


def test_reports_ask_intake_and_method_for_nothing_but_readings_of_tables():
    """Codes and limits lie in `tables`; a short list of readings is named."""

    def asked(file):
        if part_of(file) != "report":
            return []
        modules = {name.rpartition(".")[0] if name not in MODULES else name for name in asked_of(file)}
        return sorted(modules - READ_BY_A_RULE)

    def asked_of(file):
        return {
            name
            for name in modules_imported(parsed(file))
            if name.startswith(("solver.intake.", "solver.method."))
        }

    assert by_file(asked) == {}


def test_pure_rooms_open_no_run_and_nothing_left_of_reports_draws():
    drawn_from = LEFT_TO_RIGHT.index("report")

    def not_its_own(file):
        here, imported = part_of(file), modules_imported(parsed(file))
        wrong = {name for name in imported if here in PURE and name.startswith("solver.run")}
        if here in LEFT_TO_RIGHT[:drawn_from]:
            wrong |= {name for name in imported if name.startswith("matplotlib")}
        return sorted(wrong)

    assert by_file(not_its_own) == {}


def test_files_handed_over_do_not_know_each_other():
    """What two kinds of files share lies in `report`; `write.py` alone knows them all."""
    handover = ROOT / "solver" / "handover"
    for file in sorted(handover.glob("*/**/*.py")):
        own = file.relative_to(handover).parts[0]
        assert sorted(parts_imported(parsed(file), "solver.handover") - {own}) == [], named(file)


def test_no_modules_import_each_other_in_a_circle():
    """Wherever the imports stand: one that waits within a function hides a circle, and fixes none."""
    imported = {
        name: modules_imported(parsed(file)) & set(MODULES) - {name} for name, file in MODULES.items()
    }
    left = dict(imported)
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    assert sorted(left) == [], "on a circle, or importing one"


def test_no_file_has_grown_into_two():
    lines = {named(file): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {file: count for file, count in lines.items() if count > MOST_LINES} == {}


def test_no_message_is_put_together_before_it_is_translated():
    def put_together(file):
        messages = [call.args[0] for call in calls(parsed(file), "_", "mark") if call.args]
        wrong = [ast.unparse(text) for text in messages if isinstance(text, ast.JoinedStr | ast.BinOp)]
        return wrong + [ast.unparse(text) for text in messages if calls(text, "format")]

    assert by_file(put_together) == {}


def test_one_file_alone_knows_where_the_product_lies():
    def looks_for_itself(file):
        climbs = [node for node in ast.walk(parsed(file)) if isinstance(node, ast.Attribute)]
        return [ast.unparse(node) for node in climbs if node.attr == "parents"]

    assert set(by_file(looks_for_itself)) <= {"solver/words/places.py"}


def test_text_files_name_their_encoding_and_are_written_with_the_same_line_ends_everywhere():
    def left_to_the_machine(file):
        read, written = calls(parsed(file), "read_text"), calls(parsed(file), "write_text")
        by_path = [call for call in written if isinstance(call.func, ast.Attribute)]
        needed = [(call, {"encoding"}) for call in read]
        needed += [(call, {"encoding", "newline"}) for call in by_path]
        return [ast.unparse(call) for call, names in needed if names - {word.arg for word in call.keywords}]

    assert by_file(left_to_the_machine) == {}


def test_sorts_order_ties_alike_on_every_processor():
    unstable = []
    for file in [*FILES, *sorted((ROOT / "data").rglob("*.py"))]:
        for call in calls(parsed(file), "sort_values", "argsort"):
            by_several = any(isinstance(arg, ast.List) and len(arg.elts) > 1 for arg in call.args)
            # Compiled code knows the stable sort by its older name alone.
            stable = {ast.unparse(keyword) for keyword in call.keywords} & {
                "kind='stable'",
                "kind='mergesort'",
            }
            if not (by_several or stable):
                unstable.append(f"{named(file)}: {ast.unparse(call)}")
        unstable += [
            ast.unparse(call) for call in calls(parsed(file), "argpartition", "nlargest", "nsmallest")
        ]
    assert unstable == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=named)
def test_notebooks_know_nothing_of_the_doors(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    for cell in code:
        # An exercise may call its check; no report runs one.
        exercise = "exercise" in cell["metadata"].get("tags", [])
        doors = set(DOORS) - ({"course"} if exercise else set())
        assert parts_imported(ast.parse("".join(cell["source"]))).isdisjoint(doors)
