"""The visit allocation as tables: what is given, what is asked, what counts as a plan."""
