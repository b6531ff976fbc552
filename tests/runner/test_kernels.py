"""How a run speaks with its kernels."""

from pathlib import Path

import pytest

from solver.runner import kernels


@pytest.mark.skipif(kernels.os.name == "nt", reason="there, ports are spoken through anyway")
@pytest.mark.parametrize(("length", "transport"), [(20, "ipc"), (120, "tcp")])
def test_a_place_too_long_for_a_socket_is_spoken_to_through_a_port(monkeypatch, length, transport):
    monkeypatch.setattr(kernels, "scratch", lambda: Path("/tmp") / ("x" * length))
    assert kernels.WarmKernels([])._manager().transport == transport
