"""How every attack tells what it tried, what failed, and ends."""

import sys


class Tally:
    """What was tried under one heading, and which of it failed."""

    def __init__(self, heading: str) -> None:
        self.heading = heading
        self.tried = 0
        self.failed: list[str] = []

    def holds(self, name: str, problem: object = None) -> None:
        """Count one try; a problem, whatever it is, makes it fail."""
        self.tried += 1
        if problem:
            self.failed.append(name)
            print(f"  failed: {name}: {problem}", flush=True)

    def status(self) -> int:
        """Print the sum and return what the process ends with."""
        print(f"{self.heading}: tried {self.tried}, failed {len(self.failed)}", flush=True)
        sys.stdout.flush()
        return 1 if self.failed or not self.tried else 0
