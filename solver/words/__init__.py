"""How the product speaks: languages, figures, errors, sentences, months, and whole files."""
