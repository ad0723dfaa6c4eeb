"""What runs a search: one folder for each library, none of which knows another."""
