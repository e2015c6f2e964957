import { describe, expect, it } from '@jest/globals';
import { processorMs } from '../../../test/processor-time.ts';
import { isTechnique } from '../../domain/attack.ts';
import type { TelemetryEvent } from '../../domain/contracts.gen.ts';
import { BURST_HEURISTICS } from './bursts.ts';
import { asked, type Case, file, ran, script, set } from './case.fixture.ts';
import { HOSTILE_TEXT } from './hostile-text.ts';
import { examine, HEURISTICS } from './index.ts';
import { LINUX_FOOTING_CASES, LINUX_INTRUSION_CASES } from './linux.fixture.ts';
import { COLLECTION_CASES, DISCOVERY_CASES, MOVEMENT_CASES } from './movement.fixture.ts';
import { CLOUD_CASES, HOSTILE_TEXT_CASES, WEB_CASES } from './network.fixture.ts';
import { sightingOf } from './sighting.ts';
import { WINDOWS_EXECUTION_CASES } from './windows.fixture.ts';
import { WINDOWS_DEFENCE_CASES } from './windows-defence.fixture.ts';
import { WINDOWS_PERSISTENCE_CASES } from './windows-persistence.fixture.ts';

const CASES: readonly Case[] = [
  ...WINDOWS_EXECUTION_CASES,
  ...WINDOWS_DEFENCE_CASES,
  ...WINDOWS_PERSISTENCE_CASES,
  ...MOVEMENT_CASES,
  ...COLLECTION_CASES,
  ...DISCOVERY_CASES,
  ...LINUX_INTRUSION_CASES,
  ...LINUX_FOOTING_CASES,
  ...WEB_CASES,
  ...CLOUD_CASES,
  ...HOSTILE_TEXT_CASES,
];
const ALL = [...HEURISTICS, ...HOSTILE_TEXT, ...BURST_HEURISTICS];
const hits = (telemetry: TelemetryEvent, isOff = (_: string) => false) =>
  examine(telemetry, sightingOf(telemetry.event, telemetry.fields), isOff);
const ids = (telemetry: TelemetryEvent) => hits(telemetry).map(({ id }) => id);

describe('heuristics', () => {
  it.each(CASES)('%s matches the act and not its near miss', (id, hit, miss) => {
    expect(ids(hit)).toContain(id);
    expect(ids(miss)).not.toContain(id);
  });

  it('are each tried by a case', () => {
    const tried = new Set(CASES.map(([id]) => id));
    expect([...HEURISTICS, ...HOSTILE_TEXT].map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
  });

  it('have ids of their own, real techniques, sources and sound numbers', () => {
    expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
    expect(ALL.flatMap(({ techniques }) => techniques).filter((id) => !isTechnique(id))).toEqual([]);
    expect(ALL.filter(({ probability }) => !(probability > 0 && probability < 1))).toEqual([]);
    expect(ALL.filter(({ techniques, references }) => techniques.length !== references.length)).toEqual([]);
    expect(ALL.filter(({ severity, probability }) => severity === 1 && probability > 0.3)).toEqual([]);
  });

  it('say what matched, with contributions that add up to the probability', () => {
    const [one] = hits(CASES[0]?.[1] as TelemetryEvent);
    expect(one).toMatchObject({ id: 'powershell-encoded', kind: 'rule', author: 'vedette', severity: 3 });
    expect(one?.references).toContain('https://attack.mitre.org/techniques/T1059/001');
    expect(one?.facts.map(({ name }) => name)).toEqual(['commandLine', 'process', 'user']);
    expect(one?.facts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(0.65);
  });

  it('cut their facts to 500 characters', () => {
    const [, hit] = CASES[0] as Case;
    const long = { ...hit, event: { ...hit.event, commandLine: `${hit.event.commandLine} ${'x'.repeat(1_900)}` } };
    expect(Math.max(...hits(long).flatMap(({ facts }) => facts.map(({ value }) => value.length)))).toBe(500);
  });

  it('come to an end with texts made to be slow', () => {
    const parts = [
      '>',
      '\\',
      ' ',
      'a',
      '..',
      '%0a',
      'select ',
      'curl http://',
      'invoke-command -',
      "' or ",
      '[char]',
      'set the ',
      '\\\\a\\',
    ];
    const makers: ((text: string) => TelemetryEvent)[] = [
      script,
      (text) => ran(text, text, text),
      (text) => asked(text, text),
      (text) => set(text, text),
      (text) => file('create', text, text),
    ];
    const started = processorMs();
    for (const part of parts) for (const make of makers) hits(make(part.repeat(8_000 / part.length)));
    expect(processorMs() - started).toBeLessThan(10_000);
  });

  it('stay silent when switched off', () => {
    const [id, hit] = CASES[0] as Case;
    expect(hits(hit, (off) => off === id).map((one) => one.id)).not.toContain(id);
  });
});
