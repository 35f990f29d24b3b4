#!/usr/bin/env bash
# For each variable <NAME>_DATABASE_PASSWORD: a role <name>, and a database <name> that no other role may open.
# Runs again without harm, so a context that joins later gets its database too.
set -euo pipefail

for variable in $(compgen -e | grep '_DATABASE_PASSWORD$'); do
  name="${variable%_DATABASE_PASSWORD}"
  psql --quiet --set=ON_ERROR_STOP=1 --set=name="${name,,}" --set=password="${!variable}" <<'SQL'
select format('create role %I login', :'name')
where not exists (select from pg_roles where rolname = :'name') \gexec
alter role :"name" password :'password';
select format('create database %I owner %I', :'name', :'name')
where not exists (select from pg_database where datname = :'name') \gexec
revoke connect on database :"name" from public;
SQL
  echo "database ${name,,} is there"
done
