import type { VerdictShift } from '../../models/verdict-drift.ts';
import type { PrometheusMetrics } from '../../shell/metrics.ts';
import { data, jsonLine } from '../output.ts';
import { askForTraining, orderTraining } from './ask-for-training.ts';
import type { Telling } from './tell-drift.ts';

interface TellingVerdicts extends Telling {
  readonly metrics: PrometheusMetrics;
}

interface Told {
  readonly at: number;
  /** The registry has the version: what an alert names goes into no label unchecked. */
  readonly isKnown: boolean;
}

const GAUGE = 'vedette_model_verdict_shifts';
/** No name of a model, and no version. */
const ALL = 'ALL';

/** Told each time which shifts are shown: each new one becomes a line and asks for training of its version. */
export function openVerdictTeller(): (shifts: readonly VerdictShift[], telling: TellingVerdicts) => Promise<void> {
  let told: ReadonlyMap<string, Told> = new Map();

  async function tell(shift: VerdictShift, telling: TellingVerdicts): Promise<Told> {
    const isKnown = shift.name === '' || (await telling.desk.model(shift)).ok;
    if (isKnown) data(jsonLine(lineOf(shift)));
    if (isKnown && shift.name !== '') await askForTraining(shift, shift.verdicts, telling);
    if (shift.name === '' && shift.tenant !== '') await orderTraining(shift.tenant, telling);
    return { at: shift.at, isKnown };
  }

  return async (shifts, telling) => {
    const now = new Map<string, Told>();
    const known: VerdictShift[] = [];
    for (const shift of shifts) {
      const key = JSON.stringify([shift.tenant, shift.name, shift.version]);
      const before = told.get(key);
      const after = before?.at === shift.at ? before : await tell(shift, telling);
      now.set(key, after);
      if (after.isKnown) known.push(shift);
    }
    told = now;
    show(known, telling.metrics);
  };
}

/** How many streams of each version have shifted: the tenant is in the line alone. */
function show(shifts: readonly VerdictShift[], metrics: PrometheusMetrics): void {
  metrics.clear(GAUGE);
  const byVersion = Map.groupBy(shifts, ({ name, version }) => `${name} ${version}`);
  for (const same of byVersion.values()) {
    const [{ name, version }] = same as [VerdictShift];
    metrics.gauge(GAUGE, { model: name || ALL, version: version || ALL }, same.length);
  }
}

const lineOf = ({ name, version, tenant, by, verdicts, share, shareBefore }: VerdictShift) => ({
  ...{ drift: 'false alarms', model: name || ALL, version: version || ALL, tenant, by, verdicts },
  because: `the share of false alarms moved from ${shareBefore.toFixed(2)} to ${share.toFixed(2)}`,
});
