import type { Feedback } from '../../../src/domain/contracts.gen.ts';
import { feedback, type Kind } from '../../feedback.ts';
import type { Random } from '../../simulation/random.ts';
import { type Disguise, disguised, drawDisguise } from './disguises.ts';
import type { Identity } from './identities.ts';
import { sentenceOf, WRITINGS, type Writing } from './sentences.ts';

/** A piece of feedback with somebody in it, and where. */
export interface Planted {
  readonly identity: Identity;
  readonly field: string;
  readonly writing: Writing | 'name';
  readonly disguise: Disguise;
  readonly feedback: Feedback;
}

/** What a person means to correct, around the sentence that holds the identity. */
const AROUND = {
  line: ['The host was lockd at noon.', 'The host was locked at noon.'],
  english: [
    'The host was lockd at noon, and we have opened it.',
    'The host was locked at noon, and we have opened it.',
  ],
  spanish: [
    'El equipo se bloqeó a mediodía y lo hemos abierto.',
    'El equipo se bloqueó a mediodía y lo hemos abierto.',
  ],
} as const;

type Facts = Partial<Feedback>;
interface Field {
  readonly kind: Kind;
  /** Of a name: the value alone; else sentences. */
  readonly as: 'name' | 'text';
  readonly body: (text: string, writing: Writing, identity: Identity) => object;
  readonly facts?: (text: string) => Facts;
}

const both = (text: string, writing: Writing) => ({
  language: writing === 'spanish' ? 'es' : 'en',
  draft: `${text}\n\n${AROUND[writing][0]}`,
  corrected: `${text}\n\n${AROUND[writing][1]}`,
});
const REST = {
  draft: 'It was lockd at noon, and opened again.',
  corrected: 'It was locked at noon, and opened again.',
};
const LABEL = { entity: 'ws01', from: 1, to: 2 };
const TYPES = [
  'person',
  'user',
  'email',
  'address',
  'organization',
  'ip',
  'something',
  'tool',
  'vulnerability',
] as const;
const NO_THINGS = 7;
/** Kinds that no rule can tell from the name of a tool. */
const LIKE_THINGS: ReadonlySet<string> = new Set(['name of no list', 'account', 'plate', 'password']);

/** Every field that a stranger fills. What a silence covers stays as telemetry calls it, so no one is planted there. */
export const FIELDS: Readonly<Record<string, Field>> = {
  'verdict.reason': { kind: 'verdict', as: 'text', body: (reason) => ({ reason }) },
  'verdict.alert': { kind: 'verdict', as: 'name', body: (alert) => ({ alert }) },
  'verdict.rule': { kind: 'verdict', as: 'name', body: (rule) => ({ rule }) },
  'verdict.author': { kind: 'verdict', as: 'name', body: () => ({}), facts: (author) => ({ author }) },
  'verdict.id': { kind: 'verdict', as: 'name', body: () => ({}), facts: (id) => ({ id }) },
  'correction.both': { kind: 'correction', as: 'text', body: both },
  'correction.draft': {
    kind: 'correction',
    as: 'text',
    body: (text, writing) => ({ ...both(text, writing), corrected: AROUND[writing][1] }),
  },
  'correction.corrected': {
    kind: 'correction',
    as: 'text',
    body: (text, writing) => ({ ...both(text, writing), draft: AROUND[writing][0] }),
  },
  'correction.pair': {
    kind: 'correction',
    as: 'text',
    body: (text, writing) => ({
      language: writing === 'spanish' ? 'es' : 'en',
      draft: `${text} ${AROUND[writing][0]}`,
      corrected: `${text} ${AROUND[writing][1]}`,
    }),
  },
  'correction.document': { kind: 'correction', as: 'name', body: (document) => ({ ...REST, document }) },
  'correction.language': { kind: 'correction', as: 'name', body: (language) => ({ ...REST, language }) },
  'entity.wrong': {
    kind: 'entity',
    as: 'name',
    body: (wrong, _, one) => ({ wrong, right: 'somebody else', type: typeFor(one) }),
  },
  'entity.right': {
    kind: 'entity',
    as: 'name',
    body: (right, _, one) => ({ wrong: 'somebody else', right, type: typeFor(one) }),
  },
  'entity.type': { kind: 'entity', as: 'name', body: (type) => ({ wrong: 'a', right: 'b', type }) },
  'label.label': { kind: 'label', as: 'text', body: (label) => ({ ...LABEL, label }) },
  'label.event': { kind: 'label', as: 'name', body: (event) => ({ ...LABEL, event }) },
  'label.entity': { kind: 'label', as: 'name', body: (entity) => ({ ...LABEL, entity }) },
  'silence.reason': { kind: 'silence', as: 'text', body: (reason) => ({ reason }) },
  'silence.author': { kind: 'silence', as: 'name', body: () => ({}), facts: (author) => ({ author }) },
  'close.reason': { kind: 'close', as: 'text', body: (reason) => ({ reason }) },
};

const typeFor = ({ kind, value }: Identity) =>
  TYPES[value.charCodeAt(value.length - 1) % (LIKE_THINGS.has(kind) ? NO_THINGS : TYPES.length)];

/** Feedback for each identity, in a field and a writing of its own: every kind comes through every field. */
export function plantedIn(identities: readonly Identity[], random: Random): readonly Planted[] {
  const names = Object.keys(FIELDS);
  return identities.map((identity, at) => {
    const name = names[at % names.length] as string;
    return planted(identity, name, WRITINGS[Math.floor(at / names.length) % WRITINGS.length] as Writing, random, at);
  });
}

export function planted(identity: Identity, name: string, writing: Writing, random: Random, at: number): Planted {
  const { kind, as, body, facts } = FIELDS[name] as Field;
  const disguise = drawDisguise(random);
  const text = as === 'name' ? disguised(identity.value, disguise) : sentenceOf(identity, writing, disguise, random);
  const one = feedback(kind, body(text, writing, identity), { id: `planted-${at}`, ...facts?.(text) });
  return { identity, field: name, writing: as === 'name' ? 'name' : writing, disguise, feedback: one };
}
