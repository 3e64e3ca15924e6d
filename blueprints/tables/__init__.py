"""Round tables, networks and committees: seats, appointments, bylaws."""
