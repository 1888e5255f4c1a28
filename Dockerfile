# The server with the configurations of this folder. It runs as a user without rights, writes to /data, /tmp and
# /dev/shm only (so `docker run --read-only --tmpfs /tmp` works), and says by itself whether it is well.
#
#   docker build -t switchyard . && docker run -p 127.0.0.1:8000:8000 switchyard
ARG PYTHON=3.11

FROM python:${PYTHON}-slim-bookworm AS build
ARG EXTRAS=fast
RUN python -m venv /venv
WORKDIR /build
# What the server needs, before its own code: this layer is made again only when the dependencies change.
COPY pyproject.toml constraints.txt README.md ./
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt ".[${EXTRAS}]"
COPY rails_engine rails_engine
COPY service service
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --force-reinstall .

FROM python:${PYTHON}-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /data switchyard \
 && install --directory --owner=switchyard --group=switchyard --mode=700 /data
COPY --from=build /venv /venv
WORKDIR /app
COPY wsgi.py gunicorn.conf.py ./
COPY configs configs
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BIND=0.0.0.0:8000 \
    RAILS_CONFIG_PATH=/app/configs \
    DATA_DIR=/data \
    DEFAULT_CONFIG_ID=protected
# Threads (SQLite) and the key that seals conversation states, where neither is in Redis.
VOLUME /data
EXPOSE 8000
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 CMD ["python", "-c", "\
import http.client, os, sys; \
port = os.environ['BIND'].rpartition(':')[2]; \
prefix = os.environ.get('URL_PREFIX', '').strip('/'); \
ask = http.client.HTTPConnection('127.0.0.1', int(port), timeout=2); \
ask.request('GET', f'/{prefix}/healthz' if prefix else '/healthz'); \
sys.exit(ask.getresponse().status != 200)"]
CMD ["gunicorn", "wsgi:app"]
