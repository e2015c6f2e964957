import type { Feedback } from '../../../src/domain/contracts.gen.ts';
import { feedback } from '../../feedback.ts';
import { Random } from '../../simulation/random.ts';
import { type Deed, deedLine } from '../telemetry.ts';
import { disguised } from './disguises.ts';
import { type Planted, plantedIn } from './feedbacks.ts';
import { drawIdentities, type Identity } from './identities.ts';
import { strangersIn, toolsIn } from './strangers.ts';

export interface Deeds {
  readonly deed: Deed;
  /** As telemetry calls it. */
  readonly host: string;
  readonly user: string;
}

const EACH = 40;
const HOSTS = 120;
const STRANGERS = 200;
const REFUSED = 20;
const TOOLS = 30;
/** In the lines of one deed. */
const BEHIND = 9;
const DAY_MS = 86_400_000;

/** All that is planted, and where. The same in every run. */
export function planOf(now: number) {
  const random = new Random(7, 'planted');
  const identities = drawIdentities(EACH, random);
  const planted = plantedIn(identities, random);
  const labelled = planted.filter(({ field }) => field === 'label.entity');
  const logins = identities
    .filter(({ kind }) => kind.startsWith('account') || kind === 'e-mail')
    .map(({ value, parts }) => parts[0] ?? value);
  const deeds = Array.from({ length: HOSTS }, (_, at): readonly Deeds[] => {
    const user = labelled[at % labelled.length] as Planted;
    const host = `${logins[at % logins.length]}-${at}`;
    return (['dump', 'deploy'] as const).map((deed) => ({
      deed,
      host: `${deed}-${host}`,
      user: disguised(user.identity.value, user.disguise),
    }));
  }).flat();
  const lines = deeds.map(({ deed, host, user }, at) => {
    const behind = Array.from(
      { length: BEHIND },
      (_, i) => (identities[(at * BEHIND + i) % identities.length] as Identity).value,
    );
    return deedLine(deed, host.slice(deed.length + 1), now, { user, after: `# ${behind.join(' ; ')}` });
  });
  const strangers = strangersIn(STRANGERS, new Random(7, 'strangers'));
  const tools = toolsIn(TOOLS, new Random(7, 'tools'));
  const refused = ['e-mail', 'CREDIT_CARD'].flatMap((kind) =>
    identities.filter((one) => one.kind === kind).slice(0, REFUSED / 2),
  );
  return {
    ...{ identities, planted, deeds, lines, strangers, tools },
    /** A silence keeps its rule as it is, so somebody's number there stops it. */
    refused: refused.map(({ value }, at) => feedback('silence', { rule: value }, { id: `refused-${at}` })),
    window: { from: now - DAY_MS, to: now + DAY_MS },
  };
}
export type Plan = ReturnType<typeof planOf>;

const ANALYSTS = 4;

/** Verdicts are on alerts that there are, and labels of users who were there. */
export function aboutAlerts(plan: Plan, uidOf: (host: string) => string): readonly Feedback[] {
  const analysts = plan.identities.filter(({ kind }) => kind === 'e-mail').slice(0, ANALYSTS);
  let said = 0;
  return plan.planted.map(({ field, feedback: one }, at): Feedback => {
    if (field.startsWith('label.')) return relabelled(one, field, plan);
    if (!field.startsWith('verdict.')) return one;
    const { deed, host } = plan.deeds[said % plan.deeds.length] as Deeds;
    const author =
      field === 'verdict.author'
        ? one.author
        : (analysts[Math.floor(said / plan.deeds.length) % ANALYSTS] as Identity).value;
    said += 1;
    const { 'vedette.Verdict': body } = one.body as { 'vedette.Verdict': object };
    const about = {
      ...(field !== 'verdict.alert' && { alert: uidOf(host) }),
      ...(field !== 'verdict.rule' && { rule: deed }),
      verdict: deed === 'dump' ? 'true_positive' : 'false_positive',
    };
    return { ...feedback('verdict', { ...body, ...about }, { id: one.id, author, time: Date.now() + at }) };
  });
}

function relabelled(one: Feedback, field: string, { window, deeds }: Plan): Feedback {
  const { 'vedette.Label': body } = one.body as unknown as { 'vedette.Label': { readonly entity: string } };
  const entity = field === 'label.entity' ? body.entity : (deeds[0] as Deeds).host;
  const deed = deeds.find(({ user }) => user === entity)?.deed ?? 'dump';
  const label = field === 'label.label' ? {} : { label: deed === 'dump' ? 'malicious' : 'benign' };
  return feedback('label', { ...body, ...window, entity, ...label }, { id: one.id });
}
