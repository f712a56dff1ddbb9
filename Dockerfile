# Wenzheng in a container: the page with its API, the Slack bot or the MCP server, whichever
# command is given. compose.yaml puts them together; docs/deploy.md says how.
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore

# The library belongs to the user who runs, and so does a new volume that is mounted there.
RUN useradd --uid 10001 --no-create-home --home-dir /tmp wenzheng \
    && install -d -o wenzheng -g wenzheng /library

WORKDIR /app

# What changes seldom comes first: a new line of code installs nothing again.
COPY requirements.txt ./
RUN python -m pip install --require-hashes -r requirements.txt

COPY pyproject.toml README.md LICENSE app.py ./
COPY assistant ./assistant
COPY ingest ./ingest
COPY evals ./evals
COPY prompts ./prompts
COPY sample ./sample
RUN python -m pip install --editable ".[mcp,slack]"

USER wenzheng

ENV WENZHENG_LIBRARY=/library \
    WENZHENG_HOST=0.0.0.0

EXPOSE 7860 3000

HEALTHCHECK --interval=30s --timeout=5s --retries=5 CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]

CMD ["python", "app.py"]
