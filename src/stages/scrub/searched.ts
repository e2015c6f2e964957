import { languageTag } from '../../detectors/corrections/language.ts';
import type { Finding } from '../../detectors/personal-data/personal-type.ts';
import { languageOfText } from '../../detectors/personal-data/prose/language.ts';
import type { Language } from '../../detectors/personal-data/recogniser.ts';
import type { Feedback } from '../../domain/contracts.gen.ts';
import type { PersonalFinder } from './ports.ts';

/** What others found in the texts of one piece of feedback, by text. */
export type FoundByOthers = ReadonlyMap<string, readonly Finding[]>;

/** Asks every finder about every text of a body that is kept in part, one text after the other. */
export async function askOthers(
  finders: readonly PersonalFinder[],
  body: Feedback['body'],
): Promise<FoundByOthers | null> {
  if (finders.length === 0) return null;
  const found = new Map<string, readonly Finding[]>();
  for (const { text, language } of textsOf(body)) found.set(text, await asked(finders, text, language));
  return found;
}

/** All that finders find in a text. What rules are surer of keeps its name. */
export async function asked(
  finders: readonly PersonalFinder[],
  text: string,
  language: Language | undefined,
): Promise<readonly Finding[]> {
  if (text.trim() === '') return [];
  const written = language ?? languageOfText(text);
  const found = await Promise.all(finders.map((finder) => finder.findings(text, written)));
  return found.flat().map((span) => ({ ...span, sureness: 1 }));
}

interface Written {
  readonly text: string;
  readonly language?: Language | undefined;
}

/** The texts of a body that are searched; forms of entities too where they may be replaced as a whole. */
function textsOf(body: Feedback['body']): readonly Written[] {
  if ('vedette.Correction' in body) {
    const { draft, corrected, language } = body['vedette.Correction'];
    return [draft, corrected].map((text) => ({ text, language: knownLanguage(languageTag(language)) }));
  }
  const fields = Object.values(body).flatMap((part) => Object.entries(part as Readonly<Record<string, unknown>>));
  return fields.flatMap(([name, text]) => (SEARCHED.has(name) && typeof text === 'string' ? [{ text }] : []));
}

/** Of every kind but corrections, the fields that are searched. */
const SEARCHED: ReadonlySet<string> = new Set(['reason', 'wrong', 'right', 'label']);

/** The languages that the recognisers know; of another, the commonest words of the text decide. */
export function knownLanguage(tag: string | undefined): Language | undefined {
  const language = tag?.split('-')[0];
  return language === 'en' || language === 'es' ? language : undefined;
}
