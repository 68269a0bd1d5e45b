"""What changes things: each function in one transaction, with who and why."""
