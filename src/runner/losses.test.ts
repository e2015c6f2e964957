import { expect, it } from '@jest/globals';
import { type LossBook, learn, lose, lossesOf } from './losses.ts';

it('adds a loss once, however many ways it is reported', () => {
  const book: LossBook = {};
  const upstream: LossBook = {};
  lose(upstream, 'intake/0', 'deadLettered', 'acme');
  learn(book, upstream);
  learn(book, upstream);
  lose(book, 'features/1', 'late', 'acme');
  expect(lossesOf(book, 'acme')).toEqual({ late: 1, dropped: 0, deadLettered: 1, evicted: 0 });
});

it('tells a tenant its own losses and those without a tenant, never those of another', () => {
  const book: LossBook = {};
  for (const tenant of ['acme', 'other', '']) lose(book, 'intake/0', 'dropped', tenant);
  expect(lossesOf(book, 'acme').dropped).toBe(2);
});

it('stays bounded under a flood of tenants', () => {
  const book: LossBook = {};
  for (let i = 0; i < 1000; i++) lose(book, 'intake/0', 'evicted', `tenant-${i}`);
  expect(Object.keys(book['intake/0'] ?? {}).length).toBeLessThanOrEqual(65);
  expect(lossesOf(book, '').evicted).toBe(1000 - 64);
});

it.each(['__proto__', 'constructor', 'toString', 'A/../b', 'x'.repeat(64)])(
  'given the tenant %s, when a stranger claims it, then it is counted and harms no other',
  (tenant) => {
    const book: LossBook = {};
    lose(book, 'intake/0', 'dropped', tenant);
    lose(book, 'intake/0', 'dropped', 'acme');
    const saved: LossBook = JSON.parse(JSON.stringify(book));
    const heard: LossBook = {};
    learn(heard, saved);
    expect(lossesOf(heard, tenant).dropped).toBe(1);
    expect(lossesOf(heard, 'acme').dropped).toBe(tenant === 'constructor' ? 1 : 2);
  },
);
