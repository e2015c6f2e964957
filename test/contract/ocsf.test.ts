import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import {
  ALERTS_EVIDENCE,
  ALERTS_FLAT,
  ALERTS_RAISED,
  type DetectionFinding,
  INCIDENTS_RAISED,
  type IncidentFinding,
  type Signal,
  THREATS_CORRELATED,
} from '../../src/domain/contracts.gen.ts';
import type { AnyTopic } from '../../src/domain/topic.ts';
import { typeOf } from '../../src/shell/avro.ts';
import { alertsConfigSchema } from '../../src/stages/alerts/config.ts';
import { toOcsfJson } from '../../src/stages/alerts/ocsf-json.ts';
import { alerts } from '../../src/stages/alerts/stage.ts';
import { correlationConfigSchema } from '../../src/stages/correlation/config.ts';
import { correlation } from '../../src/stages/correlation/stage.ts';
import { ruleBook } from '../fixtures/rule-book.ts';
import { given } from '../given-when-then.ts';
import { detection, event, signal } from '../signals.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const schema = (name: string) =>
  ajv.compile(
    JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/ocsf/${name}-1.8.0.schema.json`), 'utf8')),
  );
const { version: packageVersion } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
const validators: Record<string, ReturnType<typeof schema> | undefined> = {
  [ALERTS_RAISED.name]: schema('detection_finding'),
  [INCIDENTS_RAISED.name]: schema('incident_finding'),
};

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', 'ws01', 'alice', '__proto__', '203.0.113.9'),
);
const signals = fc
  .record({
    time: fc.integer({ min: 0, max: 4 * 3_600_000 }),
    host: text,
    user: text,
    srcIp: text,
    commandLine: text,
    rule: text,
    title: text,
    technique: fc.constantFrom('T1003.001', 'T1059', 'T1021.002', 'AML.T0051', 'nonsense', ''),
    severity: fc.integer({ min: -1, max: 7 }),
    kind: fc.constantFrom('rule', 'model', 'novelty', 'unknown'),
    score: fc.double(),
    owner: fc.boolean(),
    fact: text,
  })
  .map(
    ({ time, host, user, srcIp, commandLine, rule, title, technique, severity, kind, score, owner, fact }): Signal => {
      const facts = [{ name: fact, value: fact, contribution: score, expected: '' }];
      const found = detection({
        id: rule,
        title,
        severity,
        techniques: [technique],
        kind: kind as 'rule',
        facts,
        author: fact,
      });
      return signal({
        event: event({ id: `${time}`, time, host, user, srcIp, commandLine }),
        ...{ role: owner ? 'host' : 'user', entity: owner ? host : user, owner, score, confidence: score, severity },
        detections: [found],
      });
    },
  );

/** What both stages publish of the signals, each value once through Avro as on the wire. */
async function publish(stream: readonly Signal[]) {
  const first = await given(correlation, { config: correlationConfigSchema.parse({}), rules: ruleBook() });
  const second = await given(alerts, { config: alertsConfigSchema.parse({}) });
  await first.when(...stream.map((one) => [{ tenant: 'acme', id: `${one.role}:${one.entity}` }, one] as const));
  first.passes(Number.POSITIVE_INFINITY);
  for (const { key, value } of first.sent) {
    if (value) await second.when([key, overTheWire(THREATS_CORRELATED, value)]);
  }
  second.passes(Number.POSITIVE_INFINITY);
  return second.sent.map(({ to, value }) => ({ topic: to.name, value: overTheWire(to, value) }));
}

function overTheWire<T>(topic: AnyTopic, value: T): T {
  const type = typeOf(topic.name);
  return type.fromBuffer(type.toBuffer(value)) as T;
}

describe('every finding that is published', () => {
  it('validates against OCSF 1.8 whatever the telemetry says', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(signals, { minLength: 1, maxLength: 30 }), async (stream) => {
        for (const { topic, value } of await publish(stream)) {
          seen.set(topic, (seen.get(topic) ?? 0) + 1);
          const validate = validators[topic];
          if (!validate) continue;
          validate(toOcsfJson(value as DetectionFinding | IncidentFinding));
          expect(validate.errors ?? []).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
    for (const { name } of [ALERTS_RAISED, INCIDENTS_RAISED, ALERTS_FLAT, ALERTS_EVIDENCE]) {
      expect(seen.get(name) ?? 0).toBeGreaterThan(20);
    }
  });

  it('shows JSON text as objects and leaves absent members out', async () => {
    const published = await publish([signal({ detections: [detection({ severity: 5 })] })]);
    const alert = published.find(({ topic }) => topic === ALERTS_RAISED.name);
    const json = JSON.parse(JSON.stringify(toOcsfJson(alert?.value as DetectionFinding)));
    expect(json.unmapped.completeness.final).toBe(false);
    expect(json.evidences[0].data.host).toBe('ws01');
    expect(json.metadata.product).toEqual({ name: 'vedette', vendor_name: 'vedette', version: packageVersion });
    expect(JSON.stringify({ ...json, unmapped: undefined })).not.toContain('null');
  });
});
