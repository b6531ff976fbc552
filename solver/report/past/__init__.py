"""What the firm's own past says of the rankings, in people and euros."""
