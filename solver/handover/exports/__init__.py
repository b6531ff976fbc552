"""Files that the client's CRM and field apps take as they are; each is a description in `targets/`."""

from solver.handover.exports.write import write_exports

__all__ = ["write_exports"]
