import type { Fault } from './plan.ts';

export interface Edit {
  /** Must stand in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A bug put into one source file on purpose, to see that a checker finds it. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly edits: readonly Edit[];
  /** Hunted in histories that have these faults and no others: what needs several of them at once is rare in the rest. */
  readonly faults?: readonly Fault[];
}

const mutant = (
  name: string,
  file: string,
  ...edits: readonly (readonly [find: string, replace: string])[]
): Mutant => ({
  name,
  file: `src/${file}`,
  edits: edits.map(([find, replace]) => ({ find, replace })),
});

const LOOP = 'runner/partition-loop.ts';
const SEND = 'if (!silent && sends.length > 0) await this.world.producer.send(sends);';
const apartFrom = (topic: string) => `sends.filter((one) => !one.topic.endsWith('${topic}'))`;
const onlyTo = (topic: string) => `sends.filter((one) => one.topic.endsWith('${topic}'))`;

/** Partitions move while tables change. */
const MOVES: readonly Fault[] = ['zombie', 'crash', 'table-change', 'slow', 'rebalance'];
/** Requests fail while tables change. */
const FAILURES: readonly Fault[] = ['lost-ack', 'crash', 'table-change', 'slow'];
/** The store is lost while requests fail. */
const LOSSES: readonly Fault[] = ['store-emptied', 'lost-ack', 'refused', 'rebalance'];
/** Saves land after their answer was given up, while tables change. */
const LATE_SAVES: readonly Fault[] = ['late-landing', 'table-change', 'silence', 'lost-ack'];
const among = (faults: readonly Fault[], one: Mutant): Mutant => ({ ...one, faults });

export const MUTANTS: readonly Mutant[] = [
  mutant('commit-before-ack', LOOP, [
    'await this.send(bench.turn);\n    } catch (cause) {',
    'await control.commit(bench.turn.record.offset, "{}");\n      await this.send(bench.turn);\n    } catch (cause) {',
  ]),
  mutant('save-before-produce', LOOP, [
    'await this.send(bench.turn);\n    } catch (cause) {',
    'if (!(await this.save(bench.turn, control))) return false;\n      await this.send(bench.turn);\n      return true;\n    } catch (cause) {',
  ]),
  mutant('ack-not-awaited', LOOP, [
    SEND,
    'if (!silent && sends.length > 0) void this.world.producer.send(sends).catch(() => {});',
  ]),
  mutant('dead-letter-not-awaited', LOOP, [
    SEND,
    `if (silent) return;
    void this.world.producer.send(${onlyTo('.dlq')}).catch(() => {});
    await this.world.producer.send(${apartFrom('.dlq')});`,
  ]),
  mutant(
    'ledger-entry-after-the-save',
    LOOP,
    [SEND, `if (!silent && sends.length > 0) await this.world.producer.send(${apartFrom('ledger.v1')});`],
    [
      'turn.measure();',
      `turn.measure();
    const { sends } = turn;
    if (!turn.silent) await this.world.producer.send(${onlyTo('ledger.v1')});`,
    ],
  ),
  mutant('resent-out-of-order', LOOP, [
    SEND,
    `if (silent || sends.length === 0) return;
    await this.world.producer.send(sends).catch(() => this.world.producer.send(sends.toReversed()));`,
  ]),
  mutant('stale-memory-after-a-failure', LOOP, ['this.isStale = true;', '']),
  mutant('versions-not-pinned', LOOP, [
    'return this.shard.save({ ...record, versions }, [], new Map());',
    'this.shard.record = { ...record, versions };\n    return true;',
  ]),
  among(MOVES, mutant('new-tables-at-takeover', LOOP, ['this.pinnedUntil = end;', ''])),
  among(
    FAILURES,
    mutant('new-tables-after-a-failure', LOOP, ['this.pinnedUntil = Math.max(this.pinnedUntil, this.endOffset);', '']),
  ),
  mutant('neighbour-of-a-bad-record-lost', LOOP, [
    'if (records.length === 1) return',
    'if (records.length <= 2) return',
  ]),
  mutant('rebuild-ends-anywhere', 'runner/turn-length.ts', [
    'audible > 0 ? audible : records.length',
    'records.length',
  ]),
  mutant('marks-left-out', 'runner/process.ts', [
    'const accepted = accept(record.marks, origin);',
    'accept(record.marks, origin);\n  const accepted = true;',
  ]),
  mutant('marks-left-out-without-state', 'runner/process.ts', [
    'const accepted = accept(record.marks, origin);',
    'const accepted = accept(record.marks, origin) || !stage.state;',
  ]),
  mutant('registry-outage-dead-lettered', 'runner/process.ts', [
    'const opened = answer instanceof Promise ? await answer : answer;',
    "const opened = answer instanceof Promise ? await answer.catch(() => ({ ok: false, reason: 'decode_failed', cause: null }) as const) : answer;",
  ]),
  mutant('idleness-guessed-downstream', LOOP, [
    'if (!bench.room.advance || this.world.options.trustSource) return;',
    `if (this.world.options.trustSource) return;
    const guess = this.world.clock.now() - 3000;
    if (!bench.room.advance) bench.turn.record.watermark = Math.max(bench.turn.record.watermark, guess);`,
  ]),
  mutant('time-passes-unread-records', LOOP, ['if (bench.turn.record.offset >= end) await', 'if (end >= 0) await']),
  mutant('one-mark-for-a-batch', 'runner/turn.ts', [
    'this.at = offset === this.at.offset ? { offset, index: this.at.index + 1 } : { offset, index: 0 };',
    'this.at = this.at.offset >= 0 ? { offset: this.at.offset, index: this.at.index + 1 } : { offset, index: 0 };',
  ]),
  mutant('one-mark-for-a-record', 'runner/origin.ts', [
    '(offset === mark[0] && index <= mark[1])',
    'offset === mark[0]',
  ]),
  mutant('watermark-ahead-of-its-records', 'runner/turn.ts', [
    'this.sends.push({ topic: name, partition, key: null,',
    'this.sends.unshift({ topic: name, partition, key: null,',
  ]),
  mutant('marks-not-saved', 'runner/record.ts', [
    '{ format: FORMAT, ...record }',
    '{ format: FORMAT, ...record, marks: {} }',
  ]),
  mutant('watermarks-not-saved', 'runner/record.ts', [
    '{ format: FORMAT, ...record }',
    '{ format: FORMAT, ...record, heard: { senders: 1, times: {} } }',
  ]),
  mutant('rebuild-reads-too-little', 'runner/record.ts', [
    'time <= record.watermark - horizonMs',
    'time <= record.watermark',
  ]),
  mutant('fence-by-wall-clock', 'runner/shard.ts', [
    'if (!(await this.world.store.save(this.name, this.version, change))) return false;',
    // who was seen a while ago is taken for the owner still
    'const now = await this.world.store.open(this.name);\n    if (!(await this.world.store.save(this.name, now?.version ?? 0, change))) return false;\n    this.version = now?.version ?? 0;',
  ]),
  mutant('cache-kept-after-a-fence', 'runner/shard.ts', ['this.cache.forget();', '']),
  mutant('timers-not-loaded', 'runner/shard.ts', ['new Timers(saved?.timers ?? new Map())', 'new Timers(new Map())']),
  mutant('timers-not-saved', 'runner/shard.ts', [
    'states: this.cache.encode(states), timers }',
    'states: this.cache.encode(states), timers: new Map() }',
  ]),
  among(LOSSES, mutant('gap-before-taken-for-this-one', LOOP, ['this.gapAt = -1;', ''])),
  among(
    LOSSES,
    mutant('position-not-looked-at-when-quiet', LOOP, [
      'if (!(await this.follows(endOffset, control))) return false;',
      '',
    ]),
  ),
  among(LATE_SAVES, mutant('late-save-not-shut-out', 'runner/shard.ts', ['    this.isOurs = false;', ''])),
  mutant('rebuild-not-silent', 'runner/shard.ts', ['this.record.silentUntil = committed.offset;', '']),
  mutant('rebuild-silent-for-one-too-many', 'runner/shard.ts', [
    'this.record.silentUntil = committed.offset;',
    'this.record.silentUntil = committed.offset + 1;',
  ]),
  mutant('rebuild-from-the-commit', 'runner/commit-text.ts', [
    'rebuildFrom: rebuildFrom(record) }',
    'rebuildFrom: record.offset }',
  ]),
  mutant('marks-not-with-the-commit', 'runner/commit-text.ts', ['marks: record.marks }', 'marks: {} }']),
  mutant('commit-during-a-rebuild', 'runner/shard.ts', [
    'if (!isSeam || offset < silentUntil || this.committedOffset',
    'if (!isSeam || silentUntil < 0 || this.committedOffset',
  ]),
  mutant('states-of-another-record', 'memory/state-store.ts', [
    '(shard?.version ?? 0) === version ?',
    'version >= 0 ?',
  ]),
  mutant('senders-not-awaited', 'runner/watermark.ts', ['times.length < heard.senders ?', 'times.length < 1 ?']),
  mutant('losses-added-up-twice', 'runner/losses.ts', [
    'Math.max(count, old[index] ?? 0)',
    'count + (old[index] ?? 0)',
  ]),
  mutant('table-ahead-of-its-version', 'runner/table-history.ts', [
    'list?.findLast(({ offset }) => offset < version);',
    'list?.findLast(({ offset }) => offset <= version);',
  ]),
  mutant('models-not-waited-for', 'stages/inference/stage.ts', [
    'if (promoted !== prepared) await prepare(promoted);',
    'if (promoted !== prepared) void prepare(promoted);',
  ]),
  mutant('minutes-of-others-as-they-come', 'stages/features/tenant-views.ts', [
    'records.findLast((one) => one.minute <= minute) ??',
    'records.at(-1) ??',
  ]),
  mutant('place-by-the-minute', 'stages/features/minutes.ts', [
    'const place = nextPlace(here, context);',
    'const place = counted.minute % RING;',
  ]),
  mutant('own-minutes-from-the-table', 'stages/features/minutes.ts', [
    'isPast(state) ? state.past : told(here, minute, context)',
    'told(here, minute, context)',
  ]),
  mutant('clamped-time-moves-the-watermark', 'stages/intake/stage.ts', [
    'soundTime: timed.flag === null ? timed.time : Number.NEGATIVE_INFINITY',
    'soundTime: mapped.time ?? Number.NEGATIVE_INFINITY',
  ]),
  mutant('alert-id-from-offset', 'stages/correlation/stage.ts', [
    'const item = toItem(value);',
    'const item = toItem({ ...value, event: { ...value.event, id: `$' + '{input.partition}/$' + '{input.offset}` } });',
  ]),
  mutant('window-trimmed-by-arrival-order', 'stages/correlation/pending.ts', [
    'state.pending.findLastIndex((one) => byTime(one, item) < 0) + 1',
    'state.pending.length',
  ]),
  mutant('silence-looked-for-once', 'stages/features/stage.ts', [
    'context.timer(key, windows.clock[TIMER_DUE] as number);',
    '',
  ]),
  mutant('tenants-share-signals', 'stages/inference/signals.ts', [
    'key: { tenant: row.tenant,',
    "key: { tenant: 'acme',",
  ]),
  mutant('steps-of-all-groups-meet', 'domain/step-key.ts', ['idOf(root, version, ...group)', 'idOf(root, version)']),
  mutant('windows-of-groups-not-saved', 'stages/correlation/groups.ts', ['context.set(key, state);', '']),
  mutant('groups-never-woken', 'stages/correlation/groups.ts', [
    'context.timer(key, due);',
    'context.timer(key, null);',
  ]),
  mutant('absence-without-the-other', 'stages/features/rules.ts', [
    'steps: plan.stepsOf(matched, fields),',
    "steps: plan.stepsOf(matched.filter(({ id }) => id !== 'notepad'), fields),",
  ]),
];

/** The source with the bug in it. Throws when the mutant does not fit the source any more. */
export function mutated({ name, file, edits }: Mutant, source: string): string {
  return edits.reduce((text, { find, replace }) => {
    const count = text.split(find).length - 1;
    if (count !== 1)
      throw new Error(`mutant ${name}: its text stands ${count} times in ${file}, not once: bring it up to date`);
    return text.replace(find, () => replace);
  }, source);
}
