"""What the speaker reads under a slide: a sentence or two, and where the figures come from."""

from solver.run import producer
from solver.words.i18n import _, current_language


def note(said: str, *artifacts: str) -> str:
    """Return the words for the speaker, then the artifacts that the slide was made from, with their step.

    Parameters
    ----------
    said : str
    *artifacts : str
        Names of tables or of facts.
    """
    steps: dict[str, list[str]] = {}
    for name in artifacts:
        spec = producer(name)
        title = spec.french_title if current_language() == "fr" else spec.title
        steps.setdefault(_("step {number}, {title}").format(number=spec.number, title=title), []).append(name)
    places = [
        _("{artifacts} ({step})").format(artifacts=", ".join(names), step=step)
        for step, names in steps.items()
    ]
    return said + "\n" + _("Source: {places}.").format(places=", ".join(places))
