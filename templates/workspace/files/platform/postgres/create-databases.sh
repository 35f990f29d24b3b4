#!/usr/bin/env bash
# For each variable <NAME>_DATABASE_PASSWORD: a role <name>, and a database <name> that no other role may open. With
# <NAME>_OWNER_PASSWORD beside it, the role <name>_owner owns the database and migrates it, and <name> only uses it.
# Runs again without harm, so a context that joins later gets its database too.
set -euo pipefail

for variable in $(compgen -e | grep '_DATABASE_PASSWORD$'); do
  name="${variable%_DATABASE_PASSWORD}"
  owner_variable="${name}_OWNER_PASSWORD"
  owner="${name,,}"
  if [[ -n "${!owner_variable:-}" ]]; then owner="${owner}_owner"; fi
  psql --quiet --set=ON_ERROR_STOP=1 --set=name="${name,,}" --set=password="${!variable}" \
    --set=owner="$owner" --set=owner_password="${!owner_variable:-${!variable}}" <<'SQL'
select format('create role %I login', role) from unnest(array[:'name', :'owner']) as role
where not exists (select from pg_roles where rolname = role) group by role \gexec
alter role :"owner" password :'owner_password';
alter role :"name" password :'password';
select format('create database %I owner %I', :'name', :'owner')
where not exists (select from pg_database where datname = :'name') \gexec
revoke all on database :"name" from public;
grant connect on database :"name" to :"name";
SQL
  echo "database ${name,,} is there"
done
