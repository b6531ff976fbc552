"""JupyterLab opens on the course in the language of the machine, with nothing to configure."""

import json

from solver.course import lab


def test_the_page_is_made_once_and_again_only_when_something_changed(tmp_path):
    page = lab._made(tmp_path, "en")
    assert page.name == "Welcome.ipynb"
    page.write_text("as JupyterLab saved it", encoding="utf-8", newline="\n")
    assert lab._made(tmp_path, "en").read_text(encoding="utf-8") == "as JupyterLab saved it"
    progress = tmp_path / "fil_rouge" / "run" / "progress.json"
    progress.write_text('{"layout": 1, "exercises": {}}', encoding="utf-8", newline="\n")
    assert json.loads(lab._made(tmp_path, "en").read_text(encoding="utf-8"))["cells"]


def test_the_server_is_found_by_its_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    told = {"url": "http://localhost:8888/", "token": "t", "root_dir": str(tmp_path / "course")}
    for number, facts in enumerate(({**told, "root_dir": "/elsewhere"}, told)):
        file = tmp_path / f"jpserver-{number}.json"
        file.write_text(json.dumps(facts), encoding="utf-8", newline="\n")
    assert lab._server_facts(tmp_path / "course", started=0.0) == told
    assert lab._server_facts(tmp_path / "course", started=9e12) is None
