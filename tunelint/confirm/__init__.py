"""The dynamic mode: runs the flagged search in processes of its own and proves each finding."""
