"""Privacy: a portfolio without its people."""
