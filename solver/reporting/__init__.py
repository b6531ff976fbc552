"""Tables, figures and the report: every reader's page. It takes data and decides nothing."""

from solver.reporting import figures
from solver.reporting.cells import Column
from solver.reporting.display import Table, show_table
from solver.reporting.picture import Picture

__all__ = ["Column", "Picture", "Table", "figures", "show_table"]
