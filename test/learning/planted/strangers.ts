import type { Feedback } from '../../../src/domain/contracts.gen.ts';
import { feedback } from '../../feedback.ts';
import type { Random } from '../../simulation/random.ts';
import type { Identity } from './identities.ts';
import { filled } from './numbers.ts';

/** Somebody of whom nothing but the sense of a text tells, in feedback of its own. */
export interface Untold {
  readonly identity: Identity;
  readonly feedback: Feedback;
}

const STARTS = ['Marv', 'Pelth', 'Torg', 'Hask', 'Nymb', 'Drav', 'Sivk', 'Jorb'] as const;
const ENDS = ['odden', 'ubrich', 'elkamp', 'ysson', 'arquay', 'ifeld', 'ommel', 'uskas'] as const;
/** Of no name that is planted elsewhere. */
const name = (random: Random) => random.pick(STARTS) + random.pick(ENDS);
const untold = (kind: string, value: string): Identity => ({
  ...{ kind, value, type: 'PERSON', parts: [], english: '', spanish: '' },
});

const SENTENCES: Readonly<Record<'en' | 'es', readonly ((name: string) => string)[]>> = {
  en: [
    (one) => `Yesterday ${one} opened the file from the laptop and closed it again.`,
    (one) => `We asked ${one} about the alert, and nobody had seen anything odd.`,
    (one) => `The laptop belongs to ${one}, who was in a meeting at noon.`,
  ],
  es: [
    (one) => `Ayer ${one} abrió el fichero desde el portátil y lo volvió a cerrar.`,
    (one) => `Preguntamos a ${one} por la alerta y nadie había visto nada raro.`,
    (one) => `El portátil es de ${one}, que estaba reunida a mediodía.`,
  ],
};

/** Corrections of sentences with full names of which no list, no field and no word before them tells. */
export const strangersIn = (count: number, random: Random): readonly Untold[] =>
  Array.from({ length: count }, (_, at) => {
    const language = at % 2 === 0 ? 'en' : 'es';
    const identity = untold(`stranger, ${language}`, `${name(random)} ${name(random)}`);
    const text = random.pick(SENTENCES[language])(identity.value);
    const [wrong, right] = language === 'en' ? ['lockd', 'locked'] : ['bloqeó', 'bloqueó'];
    const after = language === 'en' ? `The host was ${wrong} at noon.` : `El equipo se ${wrong} a mediodía.`;
    const body = { language, draft: `${text} ${after}`, corrected: `${text} ${after.replace(wrong, right)}` };
    return { identity, feedback: feedback('correction', body, { id: `stranger-${at}` }) };
  });

const LIKE_TOOLS: readonly ((random: Random) => string)[] = [
  (random) => `${name(random)} ${name(random)}`,
  (random) => `${name(random).toLowerCase()}${random.int(10, 99)}`,
  (random) => filled('#### [BCDFGHJKLMN][BCDFGHJKLMN][PRSTVWXYZ]', random),
];

/** Names, accounts and plates that somebody says are names of tools. */
export const toolsIn = (count: number, random: Random): readonly Untold[] =>
  Array.from({ length: count }, (_, at) => {
    const identity = untold(
      'said to be a tool',
      (LIKE_TOOLS[at % LIKE_TOOLS.length] as (typeof LIKE_TOOLS)[0])(random),
    );
    const body = { wrong: identity.value, right: 'Mimikatz', type: 'tool' };
    return { identity, feedback: feedback('entity', body, { id: `tool-${at}` }) };
  });
