import { expect, it } from '@jest/globals';
import { effectPicture } from './effect-picture.ts';

const before = { version: 'e@1.0.0', judged: 40, share: 0.25, low: 0.14, high: 0.4, ranked: 0.6 };

it('given two versions, then each has its name, its point and its interval, the better one farther to the right', () => {
  const svg = effectPicture('acme', [
    before,
    { ...before, version: 'e@1.0.0-0123456789abcdef', share: 0.75, low: 0.6, high: 0.86 },
  ]);
  const points = [...svg.matchAll(/<circle cx="(\d+)"/g)].map(([, x]) => Number(x));
  expect(points).toHaveLength(2);
  expect(points[1]).toBeGreaterThan(points[0] as number);
  expect(svg).toContain('e@1.0.0-0123456789abcdef');
  expect(svg).toContain('0.75 of 40; ranks 0.60');
});

it('given a version that nobody judged, then says so and draws no point', () => {
  const svg = effectPicture('acme', [{ ...before, judged: 0, share: Number.NaN }]);
  expect(svg).toContain('nothing judged yet');
  expect(svg).not.toContain('<circle');
});

it('given hostile names, then they stay text', () => {
  const svg = effectPicture('"><script>', [{ ...before, version: '<script>alert(1)</script>\u202e' }]);
  expect(svg).not.toContain('<script');
  expect(svg).not.toMatch(/[^\x20-\x7e\n]/);
});
