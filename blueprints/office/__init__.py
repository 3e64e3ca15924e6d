"""The office: letters and their delivery, the history, the nightly run, the doctor, the demo."""
