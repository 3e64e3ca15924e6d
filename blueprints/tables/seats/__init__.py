"""One seat: its page, its dormancy, asking for a successor."""
