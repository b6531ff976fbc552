"""What a run tells its readers, whatever they read it in: key figures, the verdict, the decisions to take."""
