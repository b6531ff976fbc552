"""Letters to the people in the field."""
