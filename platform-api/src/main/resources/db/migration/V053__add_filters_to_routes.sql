-- What protects a route; nothing when null.
ALTER TABLE routes ADD COLUMN filters jsonb;
