"""Steps 7 and 8: how a client buys, what that is worth as a note, and the journeys it calls for."""
