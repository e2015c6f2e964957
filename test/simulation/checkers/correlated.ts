import { THREATS_CORRELATED, type Threat } from '../../../src/domain/contracts.gen.ts';
import type { History } from '../history.ts';
import { distinct, readValue, toldOn } from '../truth.ts';
import { found, skip, type Verdict } from '../verdict.ts';
import type { Draft } from '../workload.ts';

/** Rule and group of each Sigma correlation that must fire, by looking at all events at once. */
export function correlated(history: History): Verdict {
  const reason = untold(history);
  if (reason) return skip('correlated', reason);
  const fired = new Set(
    distinct(toldOn(history, THREATS_CORRELATED.name))
      .map(({ record }) => readValue<Threat>(THREATS_CORRELATED.name, record))
      .filter(({ rule, phase }) => rule.startsWith('sigma-') && phase === 'open')
      .map(({ tenant, rule, reasons }) => `${tenant} ${rule} ${reasons[0]?.split(' for ').at(-1)}`),
  );
  const expected = new Set(expectedOf(history.workload.drafts));
  return found('correlated', [
    ...[...expected].filter((one) => !fired.has(one)).map((one) => `${one} has not fired`),
    ...[...fired].filter((one) => !expected.has(one)).map((one) => `${one} has fired`),
  ]);
}

function untold({ plan, workload }: History): string | null {
  if (workload.hasLate) return 'events came later than they are waited for';
  if (plan.faults['future-events'] > 0) return 'the time of some events was not their own';
  if (plan.faults.poison > 0) return 'some events were dead letters';
  return plan.faults['table-change'] > 0 ? 'rules were switched off' : null;
}

type Act = Pick<Draft, 'tenant' | 'host' | 'user' | 'command' | 'time'>;

const isOf = (program: string) => (act: Act) => act.command.startsWith(program);

function* expectedOf(drafts: readonly Draft[]): Generator<string> {
  const acts = drafts.map((draft): Act => ({ ...draft, time: Math.floor(draft.time) }));
  for (const [name, own] of Map.groupBy(acts, ({ tenant, user }) => `${tenant} %s User ${user}`)) {
    const tells = (rule: string, holds: boolean) => (holds ? [name.replace('%s', rule)] : []);
    const [whoami, info, reg] = ['whoami.exe', 'systeminfo.exe', 'reg.exe'].map((program) => own.filter(isOf(program)));
    const ordered = pairs(whoami, info, ([a, b]) => a < b && b - a <= 10_000).map(([, b]) => b.time);
    yield* tells(
      'sigma-count',
      own.some((last) => own.filter((act) => isWithin(act.time, last.time, 8_000)).length >= 4),
    );
    yield* tells(
      'sigma-values',
      pairs(whoami, whoami, ([a, b]) => Math.abs(b - a) <= 20_000).some(([a, b]) => a.host !== b.host),
    );
    yield* tells('sigma-ordered', ordered.length > 0);
    yield* tells(
      'sigma-chain',
      ordered.some((time) => reg?.some((act) => Math.abs(act.time - time) <= 30_000)),
    );
  }
  for (const [name, own] of Map.groupBy(acts, ({ tenant, host }) => `${tenant} sigma-absence Computer ${host}`))
    if (
      own
        .filter(isOf('reg.exe'))
        .some(({ time }) => !own.some((act) => isOf('notepad.exe')(act) && act.time > time && act.time <= time + 8_000))
    )
      yield name;
}

const isWithin = (time: number, end: number, lengthMs: number): boolean => time <= end && time >= end - lengthMs;

const pairs = (
  first: readonly Act[] = [],
  second: readonly Act[] = [],
  holds: (times: readonly [number, number]) => boolean,
): readonly (readonly [Act, Act])[] =>
  first.flatMap((a) => second.filter((b) => holds([a.time, b.time])).map((b) => [a, b] as const));
