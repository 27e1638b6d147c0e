#!/bin/sh
# The one-off container before the doors open: log-ins and database, tables and policies, and a look at all of it.
set -eu
python manage.py provision
python manage.py migrate --noinput --verbosity 1
python manage.py check --deploy --database default --fail-level WARNING
