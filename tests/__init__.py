"""What must stay true, told as sentences."""
