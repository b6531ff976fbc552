"""What the firm's own past says of the method's figures, and what it does not."""
