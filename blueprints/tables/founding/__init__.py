"""System administration sets up a body and names its coordination; nothing more."""
