"""A parameter that does not go with the others, and what to do about it."""


class UnfitError(ValueError):
    """Raised while a portfolio is checked, where the words of the fault alone do not say what to do."""

    def __init__(self, problem: str, *, fix: str) -> None:
        super().__init__(problem)
        self.fix = fix
