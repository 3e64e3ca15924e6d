"""Accounts: signing in, one-time links, own profile and data, and who has an account."""
