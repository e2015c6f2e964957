import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type ConfigurationError, readEnvironment } from '../environment.ts';
import type { ReadText } from '../shell/read-text.ts';
import { configRows } from './config-rows.ts';

const pem = (type: 'ed25519' | 'x25519') =>
  generateKeyPairSync(type as 'ed25519').publicKey.export({ type: 'spki', format: 'pem' }) as string;
const KEY = pem('ed25519');
const FILES: Readonly<Record<string, string>> = {
  '/keys/ours.pem': KEY,
  '/keys/x.pem': pem('x25519'),
  '/keys/text': 'x',
};
const read: ReadText = (path) => {
  const text = FILES[path];
  if (text === undefined) throw new Error('no such file');
  return text;
};
const servingOf = (variables: Record<string, string>) => readEnvironment(variables, read).serving;
const faultsOf = (variables: Record<string, string>): readonly string[] => {
  try {
    servingOf(variables);
    return [];
  } catch (error) {
    return (error as ConfigurationError).faults;
  }
};

describe('how models are served', () => {
  it('given nothing, then by what is installed, unsigned, and on one thread', () => {
    expect(servingOf({})).toMatchObject({ keys: [], providers: [], precision: 'fp32', workers: 1, requiresGpu: false });
  });

  it('given all of it, then as it says', () => {
    const given = {
      VEDETTE_MODEL_KEYS: '/keys/ours.pem',
      VEDETTE_MODEL_PROVIDERS: 'cuda, cpu',
      VEDETTE_MODEL_PRECISION: 'int8',
      VEDETTE_REQUIRE_GPU: '1',
    };
    expect(servingOf(given)).toMatchObject({
      ...{ keys: [KEY], providers: ['cuda', 'cpu'], precision: 'int8', requiresGpu: true },
    });
  });

  it.each([
    ['VEDETTE_MODEL_KEYS', '/keys/none.pem', '/keys/none.pem: no such file'],
    ['VEDETTE_MODEL_KEYS', '/keys/ours.pem,/keys/x.pem', '/keys/x.pem: is no key of Ed25519'],
    ['VEDETTE_MODEL_KEYS', '/keys/text', '/keys/text: '],
    ['VEDETTE_MODEL_PROVIDERS', 'cuda,gpu', 'must be auto, or some of tensorrt, cuda, webgpu, cpu'],
    ['VEDETTE_MODEL_PRECISION', 'fp8', 'must be fp32, fp16 or int8'],
    ['VEDETTE_REQUIRE_GPU', 'maybe', 'must be 1 or 0'],
    ['VEDETTE_MODEL_WORKERS', '0', '>=1'],
  ])('given %s=%s, then it is refused', (name, value, fault) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringContaining(`${name}: `)]);
    expect(faultsOf({ [name]: value })[0]).toContain(fault);
  });

  it('given a server, then its token comes from a file and is shown nowhere', () => {
    const given = { VEDETTE_MODEL_SERVER: 'http://triton:8000', VEDETTE_MODEL_SERVER_TOKEN_FILE: '/keys/text' };
    expect(servingOf(given)).toMatchObject({ server: 'http://triton:8000', token: 'x' });
    const shown = configRows(given, readEnvironment(given, read));
    expect(shown.find(({ name }) => name === 'VEDETTE_MODEL_SERVER_TOKEN')?.value).toBe('***');
  });

  it.each([
    [{ VEDETTE_MODEL_SERVER: 'http://u:p@triton' }, 'VEDETTE_MODEL_SERVER: must not hold a login'],
    [{ VEDETTE_MODEL_SERVER: 'triton:8000' }, 'VEDETTE_MODEL_SERVER: must be a URL'],
    [{ VEDETTE_MODEL_SERVER: 'http://t', VEDETTE_REQUIRE_GPU: '1' }, 'VEDETTE_REQUIRE_GPU: is of no use with'],
    [{ VEDETTE_MODEL_SERVER_TOKEN: 'x' }, 'VEDETTE_MODEL_SERVER_TOKEN: is of use with VEDETTE_MODEL_SERVER alone'],
  ])('given %j, then it is refused', (given, fault) => {
    expect(faultsOf(given)).toEqual([expect.stringContaining(fault)]);
  });
});
