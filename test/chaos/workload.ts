import { TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import type { Send } from '../../src/ports.ts';
import { CONTROL_HEADER, controlText } from '../../src/runner/watermark.ts';
import { partitioner } from '../../src/runner/wire-key.ts';
import { processStartLine } from '../fixtures/process-start.ts';

/** Telemetry of one cell. Same options, same records, but for the tenants' prefix and the day. */
export interface WorkloadOptions {
  /** Tenants are `<prefix>-<number>`, so that cells on one chain stay apart. */
  readonly prefix: string;
  readonly records: number;
  /** Partitions of the raw topic. */
  readonly partitions: number;
  /** Moves everything by so many weeks: the same hours of the same weekdays. */
  readonly weeks?: number;
  /** Share of all records that is of the first host; the others share the rest evenly. */
  readonly hotHost?: number;
  /** Share of all records that is of the first tenant. */
  readonly hotTenant?: number;
  /** Numbers of records that are left out. */
  readonly without?: ReadonlySet<number>;
  /** Event times as they are now, for a live chain: no time of the source is sent. */
  readonly live?: boolean;
}

const TENANTS = 8;
const HOSTS = 12;
/** All records of a cell lie in so much event time, short enough for each attack to be one threat. */
const SPAN_MS = 1_200_000;
const PROGRESSES = 120;
const hostName = (tenant: number, host: number): string => `t${tenant}-h${host}`;
/** The one that `hotHost` speaks of. */
export const HOT_HOST = hostName(0, 0);
const MONDAY_NOON = Date.UTC(2024, 4, 13, 12);
const WEEK_MS = 7 * 86_400_000;
/** After it every threat of the cell is closed, and nothing of it is waited for. */
export const AFTER_MS = 4 * 3_600_000;

const DAILY = ['notepad.exe C:\\Docs\\plan.txt', 'taskhostw.exe', 'conhost.exe 0x4'];
/** Ordinary too, but a signal each: stages behind the bar have work all the time. */
const NOISE = 'ping.exe 10.0.0.1';
const NOISE_EVERY = 10;
/** Steps of an attack, each of its own tactic or tool, spread over the whole cell: whatever fails, fails in its middle. */
const ATTACK = [
  'whoami.exe /all',
  'net.exe group "Domain Admins" /domain',
  'reg.exe save HKLM\\SAM C:\\Temp\\sam.hive',
  'ntdsutil.exe "ac i ntds" "ifm" "create full C:\\Temp\\copy" q q',
  'schtasks.exe /create /tn updater /tr C:\\Users\\Public\\u.exe /sc onlogon /ru SYSTEM',
  'vssadmin.exe delete shadows /all /quiet',
  'wevtutil.exe cl Security',
];

/** Attacked hosts of each tenant: the first attack ends in the middle of the cell, the last begins not long before. */
const ATTACKED = 3;
const stepAt = (attack: number, step: number, records: number) =>
  Math.floor(records * (attack / (2 * ATTACKED) + (step + 1) / (2 * ATTACK.length)));

export interface Workload {
  readonly records: number;
  readonly partitions: number;
  /** Number of the record in its cell, from the id of its event; -1: not one of ours. */
  numberOf(eventId: string): number;
  /** All records in order, with the time of the source between them, in lists of about that many. */
  chunks(size: number): Generator<Send[]>;
  /** Says that the source has come to `AFTER_MS` behind the last record. */
  end(): Send[];
}

const ID = 'chaos:';

export function workload(options: WorkloadOptions): Workload {
  const { prefix, records, partitions, weeks = 0, live = false, without } = options;
  const base = MONDAY_NOON + weeks * WEEK_MS;
  const partitionOf = partitioner();
  const attacks = attackPlan(records);
  const timeOf = (n: number) => (live ? Date.now() : base + Math.floor((n * SPAN_MS) / records));
  const place = placer(options);

  function record(n: number): Send {
    const attack = attacks.get(n);
    const { tenant, host } = attack ?? place(n);
    const name = hostName(tenant, host);
    const command = attack?.command ?? daily(n);
    const headers = { 'tenant-id': `${prefix}-${tenant}`, ce_id: `${ID}${n}` };
    return {
      topic: TELEMETRY_RAW.name,
      partition: partitionOf(name, partitions),
      key: Buffer.from(name),
      value: Buffer.from(
        processStartLine({ host: name, user: `CORP\\user-of-${name}`, time: timeOf(n), commandLine: command }),
      ),
      headers: Object.fromEntries(Object.entries(headers).map(([header, text]) => [header, Buffer.from(text)])),
    };
  }

  return {
    records,
    partitions,
    numberOf: (id) => (id.startsWith(ID) ? Number(id.slice(ID.length)) : -1),
    *chunks(size) {
      const every = Math.ceil(records / PROGRESSES);
      let sends: Send[] = [];
      for (let n = 0; n < records; n++) {
        if (!live && n % every === 0) sends.push(...progress(timeOf(n), partitions));
        if (!without?.has(n)) sends.push(record(n));
        if (sends.length < size) continue;
        yield sends;
        sends = [];
      }
      if (sends.length > 0) yield sends;
    },
    end: () => (live ? [] : progress(base + SPAN_MS + AFTER_MS, partitions)),
  };
}

interface Step {
  readonly tenant: number;
  readonly host: number;
  readonly command: string;
}

/** The records that are steps of attacks, by number. */
function attackPlan(records: number): ReadonlyMap<number, Step> {
  const plan = new Map<number, Step>();
  for (let tenant = 0; tenant < TENANTS; tenant++)
    for (let attack = 0; attack < ATTACKED; attack++)
      for (const [step, command] of ATTACK.entries()) {
        let n = Math.min(stepAt(attack, step, records), records - TENANTS * ATTACKED) + tenant;
        while (plan.has(n)) n += 1;
        plan.set(n, { tenant, host: HOSTS + attack, command });
      }
  return plan;
}

/** Which host of which tenant an ordinary record is of. */
function placer({ hotHost = 0, hotTenant = 0 }: WorkloadOptions): (n: number) => { tenant: number; host: number } {
  return (n) => {
    // a fixed permutation instead of chance: the same share in every stretch of the load
    const share = ((n * 7919) % 1000) / 1000;
    if (share < hotHost) return { tenant: 0, host: 0 };
    if (share < hotTenant) return { tenant: 0, host: n % HOSTS };
    const host = (n * 31 + Math.floor(n / HOSTS)) % (TENANTS * HOSTS);
    return { tenant: Math.floor(host / HOSTS), host: host % HOSTS };
  };
}

const daily = (n: number): string => (n % NOISE_EVERY === 0 ? NOISE : (DAILY[n % DAILY.length] as string));

/** How far the source is, told to every partition. */
export function progress(watermark: number, partitions: number): Send[] {
  const text = Buffer.from(controlText({ sender: 'source/0', senders: 1, watermark, losses: {} }));
  return Array.from({ length: partitions }, (_, partition) => ({
    topic: TELEMETRY_RAW.name,
    partition,
    key: null,
    value: null,
    headers: { [CONTROL_HEADER]: text },
  }));
}
