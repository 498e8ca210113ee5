-- A route's target is a function or a pipeline.
ALTER TABLE routes ALTER COLUMN function_id DROP NOT NULL;
ALTER TABLE routes ADD COLUMN pipeline jsonb;
ALTER TABLE routes ADD CONSTRAINT routes_target_check
    CHECK ((function_id IS NULL) <> (pipeline IS NULL));
