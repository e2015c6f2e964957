/** What is right by the specification and yet hardly what the writer of a rule wants. */
import { documentsOf } from './collection.ts';
import { partOf } from './document.ts';
import { necessaryFacts } from './facts.ts';
import type { RuleFile } from './load.ts';
import { requiredTexts } from './regex-texts.ts';
import type { Fault, LogSource, Rule } from './rule.ts';
import { type Entry, entryOf, type Mapping, parseTrees, type Tree } from './tree.ts';

/** Whether events of the log source may have the field; true where that is not known. */
export type IsField = (logSource: LogSource, field: string) => boolean;

/** Warnings on the rules of one file: unknown fields, and what makes a rule slow. Rules with faults are passed over. */
export function warningsIn({ name, text }: RuleFile, isField: IsField): readonly Fault[] {
  const { trees, spotOf } = parseTrees(text);
  return documentsOf(trees, () => undefined).flatMap((document) => {
    const part = partOf(document, name, new Map(), () => undefined);
    if (part?.kind !== 'rule') return [];
    const { id, logSource } = part.rule;
    const warnings = [...unknownFields(document, logSource, isField), ...slowness(document, part.rule)];
    // an alias stands where its anchor does
    const byPlace = new Map(warnings.map((warning) => [`${warning.at} ${warning.message}`, warning]));
    return [...byPlace.values()].map(
      ({ at, message }): Fault => ({ file: name, ...spotOf(at), rule: id, feature: 'warning', message }),
    );
  });
}

interface Warning {
  readonly at: number;
  readonly message: string;
}

function unknownFields(document: Mapping, logSource: LogSource, isField: IsField): readonly Warning[] {
  return itemsOf(document).flatMap(({ at, key }) => {
    const [field = ''] = key.split('|');
    const isOdd = field !== '' && !isField(logSource, field);
    return isOdd
      ? [{ at, message: `events of this log source are not known to have a field ${field.slice(0, 80)}` }]
      : [];
  });
}

function slowness(document: Mapping, { condition }: Rule): readonly Warning[] {
  const detection = entryOf(document, 'detection');
  const at =
    detection?.value.kind === 'map' ? (entryOf(detection.value, 'condition')?.at ?? detection.at) : document.at;
  const facts = necessaryFacts(condition);
  if (facts === null)
    return [{ at, message: 'slow: every event of the log source is asked, for the rule needs no field and no text' }];
  return facts.some(({ kind }) => kind === 'present') ? itemsOf(document).flatMap(looseRegexes) : [];
}

/** Of a rule that is found by a field alone: only an expression with a literal can be passed over without running it. */
function looseRegexes({ key, value }: Entry): readonly Warning[] {
  const [, ...modifiers] = key.split('|');
  if (!modifiers.includes('re')) return [];
  const flags = modifiers.filter((one) => one.length === 1).join('');
  const sources = value.kind === 'list' ? value.items : [value];
  return sources.flatMap((source) =>
    source.kind === 'scalar' && requiredTexts(source.text, flags) === null
      ? [
          {
            at: source.at,
            message: 'slow: it runs on every value of the field, for no text must stand in what it matches',
          },
        ]
      : [],
  );
}

/** The lines of a detection that ask for fields. */
function itemsOf(document: Mapping): readonly Entry[] {
  const detection = entryOf(document, 'detection')?.value;
  if (detection?.kind !== 'map') return [];
  return detection.entries.filter(({ key }) => key !== 'condition').flatMap(({ value }) => mapsIn(value));
}

const mapsIn = (tree: Tree): readonly Entry[] => {
  if (tree.kind === 'map') return tree.entries;
  return tree.kind === 'list' ? tree.items.flatMap((item) => (item.kind === 'map' ? item.entries : [])) : [];
};
