import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const linesOf = (path: string) => readFileSync(join(ROOT, path), 'utf8').split('\n');
const lines = linesOf('deploy/docker/trainer.Dockerfile');
const said = (word: string) =>
  lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));

describe('the image of the trainer', () => {
  const copied = said('COPY').map((line) => line.split(' ')[0] ?? '');

  it('copies what is there, and its context is that and nothing more', () => {
    const context = linesOf('deploy/docker/trainer.Dockerfile.dockerignore').filter((line) => line.startsWith('!'));
    expect(context).toEqual(copied.map((path) => `!${path}`));
    for (const path of copied) expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
  });

  it('is started as Python, by nobody in particular, whom Kubernetes knows by the number', () => {
    expect([said('USER'), said('ENTRYPOINT')]).toEqual([['1000:1000'], ['["python"]']]);
  });

  it('has what a job needs beside the code: a bucket, signatures and a server of figures', () => {
    const [, extras = ''] = /pip install -e '\.\[(\S+)\]'/.exec(lines.join('\n')) ?? [];
    const known = linesOf('trainer/pyproject.toml').map((line) => line.split(' = ')[0]);
    expect(extras.split(',')).toEqual(['s3', 'sign', 'mlflow']);
    for (const extra of extras.split(',')) expect(known).toContain(extra);
  });
});
