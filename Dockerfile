# preclear for CI and for machines without Python. Build it with `docker build --tag preclear .`, and run it with
# `docker run --rm --volume "$PWD":/work:ro preclear check`.

FROM python:3.13-slim-trixie AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev libyaml-dev
WORKDIR /source
COPY hatch_build.py pyproject.toml README.md LICENSE ./
COPY docs/rules docs/rules
COPY linter linter
COPY man man
COPY rules rules
COPY tools/rule_index.py tools/
RUN PRECLEAR_COMPILED=1 python -m pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="preclear" \
      org.opencontainers.image.description="Preclearance for OpenAPI documents" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.url="https://preclear.example" \
      org.opencontainers.image.documentation="https://preclear.example/docs"

# The compiled loaders need libyaml. git is needed for --since and for finding the documents of a fragment. It reads a
# mounted repository only if that is named here, because another user owns it.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git libyaml-0-2 \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory /work
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --no-index --root-user-action=ignore /wheels/*.whl \
    && useradd --uid 65532 --no-create-home --shell /usr/sbin/nologin preclear

USER 65532:65532
WORKDIR /work
ENTRYPOINT ["preclear"]
