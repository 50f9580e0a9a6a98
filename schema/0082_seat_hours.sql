-- oldest: 0.1.0
-- How many hours a month of sitting in bodies are too many for one person, as an organisation sets it.
ALTER TABLE organisation ADD COLUMN seat_hours BIGINT;
