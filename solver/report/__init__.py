"""Tables, figures and the report: every reader's page. It takes data and decides nothing."""

from solver.report import figures
from solver.report.look.cells import Column
from solver.report.look.display import Table, show_table
from solver.report.look.picture import Picture

__all__ = ["Column", "Picture", "Table", "figures", "show_table"]
