"""What runs in the process of the user's script: imports only the lab, probes and their ground."""
