import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { STAGES } from '../../src/topology.ts';

interface Service {
  readonly image: string;
  readonly profiles: readonly string[];
  readonly command?: readonly string[];
  readonly healthcheck?: object;
}

const text = readFileSync(join(import.meta.dirname, '../../docker-compose.yml'), 'utf8');
const services = Object.entries(parse(text, { merge: true }).services as Record<string, Service>);

describe('docker-compose.yml', () => {
  it('has one service for each stage of the topology, and runs it', () => {
    const stages = services.filter(([, { command }]) => command?.[0] === 'run');
    expect(stages.map(([name, { command }]) => [name, command])).toEqual(
      STAGES.map(({ name }) => [name, ['run', name]]),
    );
  });

  it.each(services)('%s has a health check, a pinned image and a profile', (_, { image, healthcheck, profiles }) => {
    expect(healthcheck).toBeDefined();
    expect(image).toMatch(/:\d+\.\d+\.\d+[\w.-]*$|^vedette:local$/);
    expect(profiles).toContain('vedette');
  });
});
