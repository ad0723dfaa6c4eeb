"""How rows of one set come to what is learned for another."""
