-- What the gateway's client knows the request by (X-Request-Id).
ALTER TABLE invocations ADD COLUMN request_id text;
