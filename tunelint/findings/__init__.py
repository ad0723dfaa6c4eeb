"""What is said about a place: findings, their fixes, and how they are known again."""
