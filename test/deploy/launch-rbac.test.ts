import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { readEnvironment } from '../../src/environment.ts';

const PATH = join(import.meta.dirname, '../../deploy/kubernetes/launch-rbac.yaml');
const objects = parseAllDocuments(readFileSync(PATH, 'utf8')).map((document) => document.toJS());
const named = (kind: string, name: string) => objects.find((one) => one.kind === kind && one.metadata.name === name);

it('the launcher may do with Jobs what the runner does, and nothing else', () => {
  const verbs = ['get', 'create', 'patch', 'delete'];
  expect(named('Role', 'vedette-launch').rules).toEqual([{ apiGroups: ['batch'], resources: ['jobs'], verbs }]);
  expect(named('RoleBinding', 'vedette-launch').subjects).toEqual([{ kind: 'ServiceAccount', name: 'vedette-launch' }]);
});

it('trainers run as a service account without a token and without a role', () => {
  const { kubernetes } = readEnvironment({
    ...{ VEDETTE_JOB_RUNNER: 'kubernetes', VEDETTE_JOB_IMAGE: 'trainer:1' },
    ...{ VEDETTE_TRAINING_STORE: 's3://bucket/training', VEDETTE_MODELS: 's3://bucket/models' },
  }).learning;
  const name = kubernetes?.serviceAccount ?? '';
  expect(named('ServiceAccount', name).automountServiceAccountToken).toBe(false);
  expect(objects.filter(({ subjects }) => subjects?.some((one: { name: string }) => one.name === name))).toEqual([]);
});
