# kg in a container: docker build -t kg . && docker run --rm kg demo

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/kg
COPY requirements.lock ./
RUN /opt/kg/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY kg kg
COPY loaders loaders
COPY schema schema
COPY queries queries
COPY examples examples
COPY docs/guide.md docs/
RUN /opt/kg/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --create-home kg
COPY --from=build /opt/kg /opt/kg
ENV PATH="/opt/kg/bin:$PATH" PYTHONUNBUFFERED=1
USER kg
WORKDIR /home/kg
ENTRYPOINT ["kg"]
CMD ["--help"]
