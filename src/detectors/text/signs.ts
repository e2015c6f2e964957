import { LURE_SIGNS } from './lure-signs.ts';
import { MODEL_SIGNS } from './model-signs.ts';
import { PROSE_NAMES, proseNames, proseOf } from './prose.ts';
import type { Sign } from './sign.ts';
import { CODE_SIGNS, TASK_SIGNS } from './task-signs.ts';
import { TRICK_SIGNS } from './trick-signs.ts';
import type { Views } from './views.ts';
import { VOICE_SIGNS } from './voice-signs.ts';

/** Signs of which each adds to the suspicion of the others. */
const SUSPICIOUS: readonly Sign[] = [...MODEL_SIGNS, ...LURE_SIGNS, ...TASK_SIGNS];
const OTHERS: readonly Sign[] = [...VOICE_SIGNS, ...CODE_SIGNS, ...TRICK_SIGNS];
const COUNTS = [1, 2, 3, 4, 6, 8] as const;
const countNames = (count: number): readonly string[] =>
  COUNTS.filter((least) => count >= least).map((least) => `suspicions_${least}`);

/** Names of all signs; the place of a name, from 1, is its id. Append only: models know signs by their ids. */
export const SIGN_NAMES: readonly string[] = [
  ...[...SUSPICIOUS, ...OTHERS].map(({ name }) => name),
  ...PROSE_NAMES,
  ...countNames(SUSPICIOUS.length),
];

const IDS: ReadonlyMap<string, number> = new Map(SIGN_NAMES.map((name, place) => [name, place + 1]));

/** Ids of the signs that a text shows, in no order. */
export function signsOf(views: Views): readonly number[] {
  const suspicions = SUSPICIOUS.filter(({ isSeen }) => isSeen(views));
  const others = OTHERS.filter(({ isSeen }) => isSeen(views));
  const names = [
    ...[...suspicions, ...others].map(({ name }) => name),
    ...proseNames(proseOf(views.plain)),
    ...countNames(suspicions.length),
  ];
  return names.map((name) => IDS.get(name) as number);
}

/** The name of a sign by its id, null for ids of words. */
export const signName = (id: number): string | null => SIGN_NAMES[id - 1] ?? null;
