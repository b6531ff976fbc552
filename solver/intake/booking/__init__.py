"""Booking: each row goes to an account and into its table, or is set aside for a cause."""
