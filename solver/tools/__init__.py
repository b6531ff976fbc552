"""What whoever changes the package runs: the catalogues and the dictionary kept in step with the sources."""
