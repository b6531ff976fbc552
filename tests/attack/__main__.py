"""Every attack, one after the other, the quick ones first: `make attack`."""

import sys

from tests.attack import determinism, large, longer, mutants, network, resources
from tests.flow import test_who_objects

if __name__ == "__main__":
    attacks = (
        network.main,
        resources.main,
        determinism.main,
        longer.main,
        test_who_objects.main,
        large.main,
        mutants.main,
    )
    sys.exit(max([attack() for attack in attacks]))
