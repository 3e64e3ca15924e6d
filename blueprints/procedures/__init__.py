"""Agreed procedures: versions with steps, consultation, adoption, review, pocket card."""
