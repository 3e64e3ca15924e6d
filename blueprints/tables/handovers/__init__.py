"""The coordination passes to another institution: periods, checklist, handover."""
