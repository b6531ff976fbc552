"""What visits to an account bring: judged curves, one fact per account, the log of visits."""
