"""Pipes without domain words: sessions, access, mail transport, headers, Markdown, paper, clock, errors."""
