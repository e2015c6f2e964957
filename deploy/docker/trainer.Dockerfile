# docker build -f deploy/docker/trainer.Dockerfile -t vedette-trainer .
# docker build -f deploy/docker/trainer.Dockerfile -t vedette-trainer:gpu --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cu128 .
FROM python:3.11-slim-bookworm
ARG PIP_INDEX_URL
# the wheels of PyPI bring the libraries of CUDA with them: gigabytes that a CPU has no use for
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /trainer
RUN pip install --index-url ${TORCH_INDEX} 'torch>=2.7,<3'
COPY trainer/pyproject.toml ./
COPY trainer/vedette_trainer vedette_trainer
COPY trainer/base base
COPY trainer/corpus corpus
# in place: what ships with the trainer lies beside its code
RUN pip install -e '.[s3,sign,mlflow]'
USER 1000:1000
ENTRYPOINT ["python"]
CMD ["-m", "vedette_trainer", "--help"]
