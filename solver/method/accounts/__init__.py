"""Steps 4 to 6: what an account buys, what it could buy, and the type that follows."""
