"""`python -m solver.cli`, the command where no script is installed."""

from solver.cli import main

main()
