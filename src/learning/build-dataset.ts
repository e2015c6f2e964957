import type { ScrubbedFeedback, TrainingOrder, TrainingTrigger } from '../domain/contracts.gen.ts';
import { type Joined, join } from '../stages/launch/join.ts';
import { erasureOf } from '../stages/training/orders.ts';
import { type DatasetFiles, lessonFiles, type PairLine, pairFiles } from './dataset-files.ts';
import { type Log, readEvidence, readFeedback } from './read-dataset.ts';

/** What the launcher knows when it makes a dataset. */
export interface DatasetFacts {
  readonly trigger: TrainingTrigger;
  /** Of the tenant, those that stand. */
  readonly orders: readonly TrainingOrder[];
  /** Verdicts of older datasets whose alerts were not known. */
  readonly waited: readonly ScrubbedFeedback[];
  readonly featureHash: string;
  readonly entityName: (written: string) => string;
  readonly eventName: (id: string) => string;
}

export interface Dataset {
  readonly files: DatasetFiles;
  readonly counts: Readonly<Record<string, number>>;
  /** Verdicts that wait for their alerts. */
  readonly waiting: readonly ScrubbedFeedback[];
}

/** Reads the feedback of the dataset, leaves out what was erased since, and joins it with what it is about. */
export async function buildDataset(log: Log, facts: DatasetFacts): Promise<Dataset> {
  const { trigger, waited } = facts;
  const isLesson = trigger.kind === 'verdict' || trigger.kind === 'label';
  const read = [...(await readFeedback(log, trigger)), ...(trigger.kind === 'verdict' ? waited : [])];
  const isErased = erasureOf(facts.orders) ?? (() => false);
  const kept = read.filter((one) => !isErased(one));
  const erased = read.length - kept.length;
  const made = isLesson ? await lessons(log, kept, facts) : pairs(kept, trigger);
  return { ...made, counts: { ...made.counts, ...(erased > 0 && { erased }) } };
}

async function lessons(log: Log, feedback: readonly ScrubbedFeedback[], facts: DatasetFacts): Promise<Dataset> {
  const { tenant, kind } = facts.trigger;
  const wanted = kind === 'verdict' ? new Set(feedback.map(({ alert }) => alert)) : 'all';
  const evidence = await readEvidence(log, tenant, wanted);
  const joined: Joined = join(feedback, { ...facts, evidence });
  return { files: lessonFiles(joined, tenant), counts: joined.counts, waiting: joined.waiting };
}

/** Texts of corrections, and names: a wrong and a right form are a pair too. */
function pairs(feedback: readonly ScrubbedFeedback[], { kind }: TrainingTrigger): Dataset {
  const lines = feedback.flatMap((one) => (kind === 'correction' ? corrections(one) : names(one)));
  return { files: pairFiles(lines), counts: { pairs: lines.length }, waiting: [] };
}

const corrections = ({ pairs: made, language, facts, id }: ScrubbedFeedback): readonly PairLine[] =>
  made.map((pair) => ({ document: facts.document ?? id, language, ...pair }));

const names = ({ id, language, facts }: ScrubbedFeedback): readonly PairLine[] => [
  { document: id, chunk: id, language, draft: facts.wrong ?? '', corrected: facts.right ?? '' },
];
