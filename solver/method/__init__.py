"""Steps 2 to 9 and 11 of the method: pure functions, tables in, tables out, one module per step."""
