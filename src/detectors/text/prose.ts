/** Words that hold sentences together, without accents: English, Spanish, French, German, Portuguese, Italian. */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can
  could did do does doing down during each every few for from further had has have having he her here his how however i if
  in into is it its just let like made make may me might more most must my no nor not now of off on once one only or other
  our out over own same shall she should so some such than that the their them then there these they this those through to
  too under until up upon us very was we were what when where which while who whom why will with without would you your
  el la los las un una unos unas de del al y o u que en con sin por para como mas pero si no se su sus lo le les me mi tu te
  es son esta este esto estos estas ese esa eso ha han hay fue ser todo todos toda todas cualquier muy ya ni sobre entre
  le la les des du et est en un une que qui dans pour pas sur au aux avec ce cette ces il elle vous nous votre vos ne se sont
  par plus ou mais tout tous toute
  der die das und ist nicht ein eine einen dem den des zu mit auf fur von im in als auch sich sie ich du wir ihr sein
  werden wird oder aber alle dieser diese dieses bei nach wie so nur
  o os as um uma do da dos das em no na nos nas e ou nao com por para mais se seu sua voce todo isso esta este
  il lo gli i una di e che non per con del della dei delle al alla sono questo questa tutti ogni`.split(/\s+/),
);

/** What a text has of prose. */
export interface Prose {
  /** Words of the longest run of prose: words in sequence, one small word in five at least. */
  readonly longest: number;
  /** Words of all such runs. */
  readonly words: number;
  /** Runs that a quote or an equals sign opens. */
  readonly inFields: number;
  readonly sentences: number;
  /** Times the reader is spoken to. */
  readonly you: number;
}

const WORD = /\p{L}[\p{L}'’]*/gu;
const SHORTEST_RUN = 4;
const LEAST_SMALL = 0.2;
/** Between two words of one run. */
const GAP = /^[\s,.;:!?()'’"-]{1,4}$/;
const YOU = /^you(?:r|rs|rself|'re|'ll|'ve)?$/;

interface Run {
  readonly start: number;
  words: number;
  small: number;
}

/** Finds prose in a plain text. */
export function proseOf(plain: string): Prose {
  const runs: Run[] = [];
  let run: Run = { start: 0, words: 0, small: 0 };
  let end = -1;
  let you = 0;
  for (const { 0: word, index } of plain.matchAll(WORD)) {
    if (end < 0 || !GAP.test(plain.slice(end, Math.min(index, end + 5)))) {
      run = { start: index, words: 0, small: 0 };
      runs.push(run);
    }
    run.words += 1;
    if (SMALL_WORDS.has(word)) run.small += 1;
    if (YOU.test(word)) you += 1;
    end = index + word.length;
  }
  const prose = runs.filter(({ words, small }) => words >= SHORTEST_RUN && small >= words * LEAST_SMALL);
  return {
    longest: Math.max(0, ...prose.map(({ words }) => words)),
    words: prose.reduce((sum, { words }) => sum + words, 0),
    inFields: prose.filter(({ start }) => start > 1 && /["'=]/.test(plain.charAt(start - 1))).length,
    sentences: plain.match(/\p{L}{2}[.!?]["')]?\s+\p{L}/gu)?.length ?? 0,
    you,
  };
}

const atLeast = (name: string, value: number, steps: readonly number[]): readonly string[] =>
  steps.filter((step) => value >= step).map((step) => `${name}_${step}`);

const LENGTHS = [4, 6, 9, 14, 20, 30, 50, 80, 150] as const;
const SENTENCES = [1, 2, 4, 8] as const;
const TIMES = [1, 2, 3, 6] as const;

/** Names of the signs of prose, all of them. */
export const PROSE_NAMES: readonly string[] = proseNames({
  longest: 1e6,
  words: 0,
  inFields: 1,
  sentences: 99,
  you: 99,
});

/** Signs that a text's prose shows. */
export function proseNames({ longest, inFields, sentences, you }: Prose): readonly string[] {
  return [
    ...atLeast('prose', longest, LENGTHS),
    ...atLeast('sentences', sentences, SENTENCES),
    ...atLeast('you', you, TIMES),
    ...(inFields > 0 ? ['prose_in_field'] : []),
  ];
}
