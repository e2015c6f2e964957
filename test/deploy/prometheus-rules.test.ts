import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { HELP } from '../../src/shell/metrics.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const PATH = join(import.meta.dirname, '../../deploy/prometheus/vedette.rules.yaml');
const { groups } = parse(readFileSync(PATH, 'utf8')) as { groups: { name: string; rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const metricsIn = (text: string) => [...text.matchAll(/\bvedette_[a-z_]+/g)].map(([name]) => name);
const known = (name: string) => name.replace(/_(bucket|sum|count)$/, '') in HELP || name in HELP;

describe('the alerting rules', () => {
  it('have names of their own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    expect(rules.length).toBeGreaterThan(10);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s asks for metrics that exist, and says what it means',
    (_, rule) => {
      const metrics = metricsIn(rule.expr);
      expect(metrics.length).toBeGreaterThan(0);
      expect(metrics.filter((name) => !known(name))).toEqual([]);
      expect(['info', 'warning', 'critical']).toContain(rule.labels.severity);
      expect(rule.for ?? '1m').toMatch(/^\d+[ms]$/);
      expect(rule.annotations.summary).not.toBe('');
      for (const [open, close] of ['()', '[]', '{}'] as const) {
        const count = (one: string | undefined) => rule.expr.split(one ?? '').length;
        expect(count(open)).toBe(count(close));
      }
    },
  );

  it.each([
    'vedette_ready',
    'vedette_lag_offsets',
    'vedette_skipped_offsets_total',
    'vedette_dead_letters_total',
    'vedette_fenced_total',
    'vedette_retries_total',
    'vedette_silent_sources',
  ])('watch %s', (metric) => {
    expect(rules.flatMap(({ expr }) => metricsIn(expr))).toContain(metric);
  });

  const promtool = spawnSync('promtool', ['--version']).error ? null : 'promtool';
  (promtool ? it : it.skip)('pass promtool, where it is installed', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', PATH]);
    expect([status, String(stdout) + String(stderr)]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});
