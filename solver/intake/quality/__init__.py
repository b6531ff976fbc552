"""Quality: what is there, what is right, what to delete, and the proof that nothing was lost."""
