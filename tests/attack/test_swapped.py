"""A mutant is made in functions that are loaded, whatever the collector of garbage was told about them."""

import gc
import importlib
import sys

from tests.attack.swapped import swap


def test_a_function_that_was_set_aside_computes_what_the_changed_source_says(tmp_path, monkeypatch):
    (tmp_path / "doubled_for_a_test.py").write_text("TIMES = 2\ndef doubled(n):\n    return n * TIMES\n")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("doubled_for_a_test")
    doubled = module.doubled  # as a test that imported it by name has it
    gc.freeze()
    try:
        swap(module, b"TIMES = 3\ndef doubled(n):\n    return n + TIMES\n")
        assert doubled(10) == 13
    finally:
        del sys.modules["doubled_for_a_test"]
        gc.freeze()
