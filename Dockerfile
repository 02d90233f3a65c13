FROM python:3.11-slim

WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --system --no-create-home trainerhub \
    && install --directory --owner=trainerhub /data

USER trainerhub
VOLUME /data
ENV PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8080 DATABASE_URL=sqlite+aiosqlite:////data/trainerhub.db
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["sh", "-c", "trainerhub migrate && exec trainerhub serve"]
