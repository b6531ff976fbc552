"""Published worked examples, one test per example, and the twelve-account course case."""

import json
from pathlib import Path

import pytest

from tests.golden.fil_rouge import load_fil_rouge

EXAMPLES = {
    example["id"]: example
    for example in json.loads(Path(__file__).with_name("worked_examples.json").read_text(encoding="utf-8"))
}


def pytest_configure(config):
    config.addinivalue_line("markers", "published(*ids): examples of worked_examples.json to run on")


def pytest_generate_tests(metafunc):
    """Give `example` each example that the test's `published` mark names; the test id carries its source."""
    if "example" in metafunc.fixturenames:
        ids = metafunc.definition.get_closest_marker("published").args
        metafunc.parametrize(
            "example",
            [EXAMPLES[name] for name in ids],
            ids=[f"{name} ({EXAMPLES[name]['status']}) {EXAMPLES[name]['url']}" for name in ids],
        )


@pytest.fixture(scope="session")
def fil_rouge():
    """The course case: its tables and the answers."""
    return load_fil_rouge()
