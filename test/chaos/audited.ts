import type { Finding } from '../../src/audit/balance.ts';
import { command } from '../e2e/processes.ts';
import type { Lab } from './lab.ts';

interface Place {
  readonly stage: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface Audited {
  /** Every fault, in the words of the command. */
  readonly faults: readonly string[];
  /** Offsets that were gone before they were read. */
  readonly skipped: readonly Place[];
  /** Input offsets of the senders whose records did not arrive. */
  readonly lostFrom: readonly Place[];
}

/** What `vedette audit` says, as an operator would see it. */
export async function auditOf(lab: Lab): Promise<Audited> {
  const { stdout, stderr } = await command(['audit', '--json', '--wait', '30'], lab.servers.variables);
  if (!stdout.startsWith('{')) throw new Error(`vedette audit: ${stderr}`);
  const findings: readonly Finding[] = JSON.parse(stdout).findings.filter((one: Finding) => one.severity === 'fault');
  const places = (kind: Finding['kind']) =>
    findings
      .filter((one) => one.kind === kind)
      .map(({ stage, partition, count, offsets }) => ({ stage, partition, count, from: -1, to: -1, ...offsets }));
  return {
    faults: findings.map(({ stage, partition, message }) => `${stage}/${partition}: ${message}`),
    skipped: places('skipped'),
    lostFrom: places('lost_from'),
  };
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
