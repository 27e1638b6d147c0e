# One image for setup, both doors, worker and beat; what it is, the command and the environment say.
FROM python:3.11-slim-bookworm AS packages
COPY requirements-service.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-service.lock

FROM python:3.11-slim-bookworm
COPY system-packages.txt /tmp/
RUN apt-get update \
 && awk '$1 == "pdf" {print $2}' /tmp/system-packages.txt | xargs apt-get install -y --no-install-recommends \
 && rm -rf /var/lib/apt/lists/* /tmp/system-packages.txt \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin tsunagi
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    TSUNAGI_HOME=/tmp/tsunagi \
    TSUNAGI_STATIC_ROOT=/app/static_collected \
    HOME=/tmp \
    XDG_CACHE_HOME=/tmp/cache
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# The manifest of static files is made with throw-away values; none of them stays in the image.
RUN chmod -R a+rX . && python -m compileall -q . \
 && TSUNAGI_DOOR=portal DATABASE_URL=postgres://build:build@127.0.0.1:1/none TSUNAGI_HOSTS=build.invalid \
    TSUNAGI_SECRET_KEY="$(head -c 48 /dev/urandom | base64)" TSUNAGI_FROM_EMAIL=build@build.invalid \
    TSUNAGI_DATA_KEYS="$(head -c 32 /dev/urandom | base64 | tr '+/' '-_')" \
    TSUNAGI_AGENCY_URL=https://build.invalid TSUNAGI_PORTAL_URL=https://build.invalid \
    python manage.py collectstatic --noinput --verbosity 0
USER 10001
EXPOSE 8000
CMD ["gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi:application"]
