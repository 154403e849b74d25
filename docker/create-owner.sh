#!/bin/sh
# Run once by the postgres image: the role that owns the schema and migrates it is no superuser.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$OWNER_DATABASE_PASSWORD" --username postgres <<'SQL'
create role overread_owner login createrole nosuperuser nocreatedb password :'password';
create database overread owner overread_owner;
SQL
