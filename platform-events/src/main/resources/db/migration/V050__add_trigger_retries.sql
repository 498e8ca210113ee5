-- Failed deliveries that were or will be repeated, since the trigger was created.
ALTER TABLE trigger_positions ADD COLUMN retried bigint NOT NULL DEFAULT 0;
