"""What people do: one package per area of work."""
