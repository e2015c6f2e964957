import type { Random } from '../../simulation/random.ts';
import { type Disguise, disguised } from './disguises.ts';
import type { Identity } from './identities.ts';

export const WRITINGS = ['line', 'english', 'spanish'] as const;
export type Writing = (typeof WRITINGS)[number];

type Sentence = (words: string, value: string) => string;
const SENTENCES: Readonly<Record<Writing, readonly Sentence[]>> = {
  line: [
    (words, value) => `2026-03-02T10:15:07Z INFO sync: ${words.replaceAll(' ', '_')}=${value} status=ok`,
    (words, value) => `Mar  2 10:15:07 gw app[311]: ${words}: ${value} (done)`,
    (words, value) =>
      `{"level":"warn","${words.replaceAll(' ', '_')}":"${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}","ms":12}`,
  ],
  english: [
    (words, value) => `It was no attack. We looked at it, and the ${words} ${value} had been approved by the team.`,
    (words, value) => `Please do not tell of it again; the ${words} is ${value}, as it was in the ticket.`,
  ],
  spanish: [
    (words, value) => `No era un ataque. Lo miramos y consta ${words} ${value} en el aviso que nos llegó ayer.`,
    (words, value) => `Es lo de siempre: ${words}: ${value}, y ya estaba en el parte de la semana pasada.`,
  ],
};
const EMOJI = ['🔒', '⚠️', '👩‍💻', '🇪🇸'] as const;

/** A text in which the identity stands as people and machines write it. */
export function sentenceOf(
  { value, english, spanish }: Identity,
  writing: Writing,
  disguise: Disguise,
  random: Random,
): string {
  const written = disguised(value, disguise);
  const told = disguise === 'beside' ? `${random.pick(EMOJI)} ${written} ${random.pick(EMOJI)}` : written;
  return random.pick(SENTENCES[writing])(writing === 'spanish' ? spanish : english, told);
}
