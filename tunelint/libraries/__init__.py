"""What a trial trains, on what data, seeded how: shared by every tuner."""
