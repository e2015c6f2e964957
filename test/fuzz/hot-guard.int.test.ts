import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

/** Compiled code is what runs in production, and jest's is another. */
const SCRIPT = `
const { boundedJson } = await import('./src/stages/intake/bounded-json.ts');
const list = Array.from({ length: 300 }, (_, n) => ({ ['k' + n]: 'v'.repeat(20), x: [1, 2, 3] }));
const small = JSON.stringify({ list, name: 'constructor' });
for (let round = 0; round < 3_000; round++) boundedJson(small);
const startedAt = performance.now();
boundedJson('{"a":1,' + ' '.repeat(500_000) + '"b":2}');
console.log(performance.now() - startedAt);
`;

it('the JSON guard stays linear once it is compiled', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    cwd: `${import.meta.dirname}/../..`,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(stderr).not.toContain('Error');
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout)).toBeLessThan(1_000);
}, 70_000);
