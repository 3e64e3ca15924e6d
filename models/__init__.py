"""What is true: tables, mechanisms, and rules that one record can judge alone."""
