#!/bin/sh
# Makes the role that web, worker and beat use; the image of PostgreSQL runs this once, on a new
# cluster, before the first migration. No TRUNCATE: it fires no row trigger, so no history.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set password="$PORTAL_PASSWORD" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE portal LOGIN PASSWORD :'password';
GRANT USAGE ON SCHEMA public TO portal;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO portal;
SQL
