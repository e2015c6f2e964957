import type { Judged } from './campaigns.ts';
import type { Scored } from './scenarios.ts';

/** Markdown. */
export const scenarioTable = (scored: readonly Scored[]): string =>
  table(
    [
      'scenario',
      'models trained on it',
      'steps found',
      'recall',
      'false alerts per host-day',
      'technique agreement',
      'alerts',
      'incidents',
      'alerts per 10,000 events',
    ],
    scored.map((one) => [
      one.scenario,
      one.trainedOn ? 'yes' : 'no',
      `${one.found} of ${one.steps}`,
      one.recall,
      one.falseAlertsPerHostDay,
      one.techniqueAgreement,
      one.alerts,
      one.incidents,
      one.alertsPer10000,
    ]),
  );

/** Markdown. */
export const campaignTable = (judged: readonly Judged[]): string =>
  table(
    [
      'campaign',
      'events',
      'alerts',
      'incidents',
      'alerts per 10,000 events',
      'techniques named',
      'by parent',
      'ledger balances',
    ],
    judged.map((one) => [
      one.campaign,
      one.events,
      one.alerts,
      one.incidents,
      one.alertsPer10000,
      `${one.named.length} of ${one.labelled.length}: ${one.named.join(' ')}`,
      one.namedByParent.join(' '),
      one.balances ? 'yes' : 'no',
    ]),
  );

type Cell = string | number | null;

/** Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell ?? '').join(' | ')} |`).join('\n');
