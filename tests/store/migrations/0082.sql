-- What 0082 adds to organisations.
UPDATE organisation SET seat_hours = 30 WHERE id = 'organisation';
