"""Who sits on seats and holds offices: appointments, declarations, access."""
