"""The agenda as it was invited to beside the agenda as it was held."""
