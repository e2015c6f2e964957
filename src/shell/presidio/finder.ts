import { z } from 'zod';
import { RetriableError } from '../../stage.ts';
import type { Language, PersonalFinder, PersonalSpan } from '../../stages/scrub/ports.ts';
import { atMost } from '../at-most.ts';
import { boundedBody } from '../bounded-body.ts';
import { personalType } from './entity-types.ts';
import { type Part, partsOf } from './parts.ts';
import { unitPlaces } from './unit-places.ts';

export interface PresidioConfig {
  /** Where the analyzer is, such as http://presidio:3000. */
  readonly url: string;
  /** The languages that it was set up for; a text in another is asked about in the first. */
  readonly languages: readonly Language[];
  /** Default: 10 s. */
  readonly timeoutMs?: number;
}

/** Characters of a request; a long text is asked about in parts. */
const LONGEST_PART = 16_384;
const MOST_BYTES = 1024 * 1024;
const AT_ONCE = 4;
const TIMEOUT_MS = 10_000;
/** Patterns that no word nearby confirms have less, such as any nine digits. */
const LEAST_SCORE = 0.4;

const answerSchema = z.array(z.object({ entity_type: z.string(), start: z.int(), end: z.int() }));

/** A server of Presidio that finds personal data. Whatever it does but answer soundly is a RetriableError. */
export function presidioFinder(config: PresidioConfig): PersonalFinder {
  const inTurn = atMost(AT_ONCE);
  const spoken = (language: Language) =>
    config.languages.includes(language) ? language : (config.languages[0] ?? language);
  return {
    async findings(text, language) {
      const parts = partsOf(text, LONGEST_PART).filter((part) => part.text.trim() !== '');
      const found = await Promise.all(parts.map((part) => inTurn(() => ask(config, part, spoken(language)))));
      return found.flat();
    },
  };
}

async function ask(config: PresidioConfig, part: Part, language: Language): Promise<readonly PersonalSpan[]> {
  // lone surrogates would make its Python fail; what stands for them is as long
  const asked = { text: part.text.toWellFormed(), language, score_threshold: LEAST_SCORE };
  const body = await answered(config, JSON.stringify(asked));
  const answer = answerSchema.safeParse(body);
  if (!answer.success) throw new RetriableError('Presidio: its answer is not the one of an analyzer');
  const places = unitPlaces(
    part.text,
    answer.data.flatMap(({ start, end }) => [start, end]),
  );
  if (places === null) throw new RetriableError('Presidio: it answers places that are not in the text');
  const placeOf = (point: number) => part.start + (places.get(point) as number);
  return answer.data.map(({ entity_type, start, end }) => ({
    ...{ start: placeOf(start), end: placeOf(end) },
    type: personalType(entity_type),
  }));
}

async function answered({ url, timeoutMs = TIMEOUT_MS }: PresidioConfig, body: string): Promise<unknown> {
  try {
    const answer = await fetch(`${url.replace(/\/+$/, '')}/analyze`, {
      method: 'POST',
      ...{ body, headers: { 'content-type': 'application/json' }, redirect: 'error' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new RetriableError(
        `Presidio: status ${answer.status}; is it set up for the languages of VEDETTE_PRESIDIO_LANGUAGES?`,
      );
    }
    return JSON.parse(Buffer.from(await boundedBody(answer, MOST_BYTES)).toString('utf8'));
  } catch (cause) {
    if (cause instanceof RetriableError) throw cause;
    // a message could quote the answer
    throw new RetriableError(`Presidio: ${faultOf(cause as Error)}`);
  }
}

function faultOf({ name, cause }: Error): string {
  if (name === 'TimeoutError') return 'no answer in time';
  if (name === 'RangeError') return 'it answers more than 1 MiB';
  if (name === 'SyntaxError') return 'its answer is not JSON';
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? 'cannot be reached';
}
