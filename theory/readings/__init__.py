"""What a formula may be read as, one wrapper type a file."""
