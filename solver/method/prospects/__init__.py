"""Step 3: which clients come and go, and how many prospects must be visited to reach the goal."""
