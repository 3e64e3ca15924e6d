"""Meetings: planning, agenda and its files, invitations, replies."""
