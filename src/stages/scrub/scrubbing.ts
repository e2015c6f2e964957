import { findPersonalData } from '../../detectors/personal-data/find-personal-data.ts';
import { normalText } from '../../detectors/personal-data/normal-text.ts';
import type { PersonalSpan, PersonalType } from '../../detectors/personal-data/personal-type.ts';
import type { Pseudonyms } from '../../detectors/personal-data/pseudonyms/pseudonyms.ts';
import type { Recogniser } from '../../detectors/personal-data/recogniser.ts';
import { type ScrubbedText, scrubText } from '../../detectors/personal-data/scrub-text.ts';
import { addressScope } from '../../domain/address.ts';
import { foundInBoth } from './echoes.ts';
import type { NameIds } from './ids.ts';
import { type FoundByOthers, knownLanguage } from './searched.ts';

/** What takes the personal data of one tenant out. */
export interface TenantScrub {
  readonly pseudonyms: Pseudonyms;
  readonly nameIds: NameIds;
  readonly blocked: Recogniser;
}

/** Where made-up values stand in a finished text. */
export type Made = readonly Pick<PersonalSpan, 'start' | 'end'>[];

/** As what a text is searched. */
interface Read {
  readonly language?: string | undefined;
  readonly isThing?: boolean;
}

/** Characters that the name of a thing has at most, those that show nothing left out. */
const LONGEST_NAME = 64;

/** Takes the personal data out of one record, and keeps what the last look needs. */
export class Scrubbing {
  /** Of each finished text, where made-up values stand. */
  readonly made = new Map<string, Made>();
  /** Spans taken out so far. */
  removed = 0;
  readonly #tenant: TenantScrub;
  readonly #others: FoundByOthers | null;

  /** `others`: null where nobody else is asked. */
  constructor(tenant: TenantScrub, others: FoundByOthers | null) {
    this.#tenant = tenant;
    this.#others = others;
  }

  /** A text that people or machines wrote, without what is personal in it. */
  text(written: string, language?: string): string {
    return this.#replace(written, this.#find(written, { language })).text;
  }

  /** What somebody calls a thing, such as a tool: names that no list knows stay. What is too long for a name is a text. */
  thing(written: string): string {
    return this.#replace(written, this.#find(written, { isThing: normalText(written).text.length <= LONGEST_NAME }))
      .text;
  }

  /** Two forms of one text: what is personal in either goes out of both, under the same pseudonym. */
  both(draft: string, corrected: string, language: string): readonly [ScrubbedText, ScrubbedText] {
    const [a, b] = foundInBoth([
      { text: draft, spans: this.#find(draft, { language }) },
      { text: corrected, spans: this.#find(corrected, { language }) },
    ]);
    return [this.#replace(draft, a), this.#replace(corrected, b)];
  }

  /** A value that is personal as a whole. */
  whole(type: PersonalType, written: string): string {
    return written === '' ? '' : this.#replace(written, [{ start: 0, end: written.length, type }]).text;
  }

  /** A user, a machine or an address: who it is cannot be told from the name alone, so none is kept. */
  entity(written: string): string {
    return this.whole(entityType(written), written);
  }

  /** An id that is known to name nobody, as it is. */
  keep(id: string): string {
    this.made.set(id, [{ start: 0, end: id.length }]);
    return id;
  }

  /** A made-up id in the place of one that a stranger chose. */
  rename(what: Parameters<NameIds>[0], name: string): string {
    return name === '' ? '' : this.keep(this.#tenant.nameIds(what, name));
  }

  #find(written: string, { language, isThing = false }: Read): readonly PersonalSpan[] {
    const also = this.#others?.get(written);
    // a bug, and better than a text of which nobody knows what the others would have found
    if (this.#others !== null && also === undefined && written.trim() !== '')
      throw new Error('a text was not asked about');
    const search = { language: knownLanguage(language), blocked: this.#tenant.blocked, isThing, also };
    return findPersonalData(written, search);
  }

  #replace(written: string, spans: readonly PersonalSpan[]): ScrubbedText {
    const scrubbed = scrubText(written, spans, this.#tenant.pseudonyms);
    this.removed += spans.length;
    this.made.set(scrubbed.text, scrubbed.inserted);
    return scrubbed;
  }
}

function entityType(written: string): PersonalType {
  if (addressScope(written) !== 'none') return 'IP_ADDRESS';
  return written.includes('@') ? 'EMAIL' : 'USERNAME';
}

/** What a user, a machine or an address is called in scrubbed feedback. */
export const entityName = (pseudonyms: Pseudonyms, written: string): string =>
  written === '' ? '' : pseudonyms(entityType(written), written);
