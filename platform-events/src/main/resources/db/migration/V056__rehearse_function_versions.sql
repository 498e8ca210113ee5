-- The version of its function that a replay rehearses; null for the one that is live.
ALTER TABLE triggers ADD COLUMN function_version text;
