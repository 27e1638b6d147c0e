"""How a door's web server runs in a container. One thread serves one request in one transaction."""

import os

bind = "0.0.0.0:8000"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 20
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat file; in memory, since the root is read-only
control_socket_disable = True
max_requests = 5000
max_requests_jitter = 500
# No access log: the path of an invitation or of a new password is a secret. Errors go to stderr without values.
accesslog = None
