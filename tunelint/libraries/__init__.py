"""What is known of each library, a folder each: how searches and trainings are written there."""
