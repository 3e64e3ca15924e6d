"""The yearly question to each institution: are these still your people?"""
