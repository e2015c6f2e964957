import { blocklist } from '../../detectors/personal-data/blocklist.ts';
import { pseudonymsOf } from '../../detectors/personal-data/pseudonyms/pseudonyms.ts';
import { SCRUB_VERSION } from '../../detectors/personal-data/scrub-version.ts';
import {
  ALERTS_SILENCES,
  FEEDBACK_SCRUBBED,
  FEEDBACK_SUBMITTED,
  type ScrubbedFeedback,
  type Silence,
} from '../../domain/contracts.gen.ts';
import { deadLetter, forward, type Input, type Outcome, type Stage } from '../../stage.ts';
import { lengthOf, refusalOf, timeOf } from './bounds.ts';
import type { ScrubConfig } from './config.ts';
import { isUuid, nameIdsOf } from './ids.ts';
import { silenceOf, toldOf } from './kinds.ts';
import { faultOf } from './last-look.ts';
import type { PersonalFinder } from './ports.ts';
import { DROP_REASONS } from './reasons.ts';
import { Scrubbing, type TenantScrub } from './scrubbing.ts';
import { askOthers } from './searched.ts';
import type { Asked } from './silence.ts';

export interface ScrubPorts {
  readonly config: ScrubConfig;
  /** At least 16 bytes; all pseudonyms follow from them. */
  readonly secret: Uint8Array;
  /** Words and phrases that a tenant never wants kept. */
  readonly blocked: (tenant: string) => readonly string[];
  /** Who is asked about every text beside the recognisers. */
  readonly finders: readonly PersonalFinder[];
  /** Lets others have the thread for a moment. */
  readonly pause: () => Promise<void>;
}

type In = typeof FEEDBACK_SUBMITTED;
type Out = typeof FEEDBACK_SCRUBBED | typeof ALERTS_SILENCES;
type OfTenant = (tenant: string) => TenantScrub;

/** Takes the personal data out of feedback, and passes silences and closings on. */
export const scrub: Stage<In, Out, never, ScrubPorts> = {
  name: 'scrub',
  reads: FEEDBACK_SUBMITTED,
  tables: [],
  writes: [FEEDBACK_SCRUBBED, ALERTS_SILENCES],
  horizonMs: 0,
  routineDrops: DROP_REASONS,
  async open(ports) {
    const ofTenant = tenantScrubs(ports);
    return {
      async process(batch) {
        const outcomes: Outcome<Out>[] = [];
        let searched = 0;
        for (const input of batch) {
          outcomes.push(await take(input, ofTenant, ports));
          searched += lengthOf(input.value);
          if (searched < MOST_AT_ONCE) continue;
          await ports.pause();
          searched = 0;
        }
        return outcomes;
      },
      // what was read to its end is waited for no longer: nothing that is learnt from it hangs on a window
      advance: (progress) => (progress.kind === 'source' ? progress.time : progress.now),
    };
  },
};

/** Characters that are searched without a pause: some tenths of a second, and a batch may hold many such. */
const MOST_AT_ONCE = 65_536;
/** Tenants that are kept ready. */
const MOST_TENANTS = 1_000;

function tenantScrubs({ secret, blocked }: ScrubPorts): OfTenant {
  const ready = new Map<string, TenantScrub>();
  return (tenant) => {
    const known = ready.get(tenant);
    if (known) return known;
    const made = {
      pseudonyms: pseudonymsOf(secret, tenant),
      nameIds: nameIdsOf(secret, tenant),
      blocked: blocklist(blocked(tenant)),
    };
    if (ready.size >= MOST_TENANTS) ready.clear();
    ready.set(tenant, made);
    return made;
  };
}

async function take(input: Input<In>, ofTenant: OfTenant, { config, finders }: ScrubPorts): Promise<Outcome<Out>> {
  const refusal = refusalOf(input.key.tenant, input.value, config);
  if (refusal !== null) return deadLetter(refusal);
  const others = await askOthers(finders, input.value.body);
  return scrubbedOf(input, new Scrubbing(ofTenant(input.key.tenant), others), config);
}

function scrubbedOf({ key, value, appendedAt }: Input<In>, scrubbing: Scrubbing, config: ScrubConfig): Outcome<Out> {
  const asked: Asked = {
    id: isUuid(value.id) ? scrubbing.keep(value.id) : scrubbing.rename('feedback', value.id),
    tenant: key.tenant,
    author: scrubbing.rename('author', value.author),
  };
  const silence = silenceOf(asked, value.body, scrubbing);
  if (silence !== null) return 'refused' in silence ? silence.refused : silenced(silence.told, scrubbing);
  const answer = toldOf(asked.id, value.body, scrubbing);
  if ('refused' in answer) return answer.refused;
  const time = timeOf(value.time, appendedAt, config.clockSkewMs);
  const facts = { ...answer.told.facts, scrub: scrubbing.keep(SCRUB_VERSION) };
  return scrubbed({ ...asked, time, ...answer.told, facts, removed: scrubbing.removed }, scrubbing);
}

/** All that a tenant said lies on one partition, so that one process knows all it is to learn from. */
function scrubbed(value: ScrubbedFeedback, { made }: Scrubbing): Outcome<Out> {
  const fault = faultOf(value, made);
  if (fault !== null) return deadLetter(fault);
  return forward<Out>({ to: FEEDBACK_SCRUBBED, key: { tenant: value.tenant, id: 'feedback' }, value });
}

/** A silence is told apart by its id alone, so that the same one again takes its own place in the table. */
function silenced(value: Silence, { made }: Scrubbing): Outcome<Out> {
  // the entity is what telemetry calls it, or the silence would cover nothing; nobody learns from it
  const fault = faultOf({ ...value, entity: '' }, made);
  if (fault !== null) return deadLetter(fault);
  return forward<Out>({ to: ALERTS_SILENCES, key: { tenant: value.tenant, id: value.id }, value });
}
