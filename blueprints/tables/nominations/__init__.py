"""An institution names who shall act for it; the coordination confirms."""
