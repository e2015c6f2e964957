import { describe, expect, it } from '@jest/globals';
import { entryOf, parseTrees, type Tree } from '../../detectors/sigma/tree.ts';
import { isTechnique } from '../../domain/attack.ts';
import { MATRIX } from '../../domain/attack-matrix.ts';
import { expectationsOf } from './expectations.ts';
import { loadedRules, ruleTexts, testFiles } from './rule-files.ts';
import { trialOf } from './trial.ts';

const FOLDER = 'rules';
const TACTICS = new Set(MATRIX.map(({ name }) => name.toLowerCase().replaceAll(' ', '-')));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the default rules', () => {
  it('have no fault, and do as their tests say', async () => {
    const loaded = await loadedRules(FOLDER);
    expect(loaded.faults).toEqual([]);
    expect(trialOf(loaded, await testFiles(FOLDER)).failures).toEqual([]);
    const tells = ({ id }: { readonly id: string }) => !loaded.silent.has(id);
    expect(loaded.rules.filter(tells).length).toBeGreaterThanOrEqual(62);
    expect(loaded.correlations.filter(tells).length).toBeGreaterThanOrEqual(20);
  });

  it('say of each rule what its alerts need', async () => {
    const { rules, correlations } = await loadedRules(FOLDER);
    for (const { title, id, author, level, tags, references, status } of [...rules, ...correlations]) {
      expect({ title, id }).toEqual({ title, id: expect.stringMatching(UUID) });
      expect({ title, author, status, level }).toEqual({
        ...{ title, author: 'vedette', status: 'test' },
        level: expect.stringMatching(/^(informational|low|medium|high|critical)$/),
      });
      expect(references.length).toBeGreaterThan(0);
      expect({ title, unknown: tags.filter((tag) => !isKnown(tag)) }).toEqual({ title, unknown: [] });
      expect(tags.length).toBeGreaterThan(1);
    }
  });

  it('say what they are mistaken about, and are tested with two events that match and two that do not', async () => {
    for (const { name, text } of await ruleTexts(FOLDER))
      for (const tree of parseTrees(text).trees)
        expect({ name, has: tree.kind === 'map' && entryOf(tree, 'falsepositives')?.value.kind }).toEqual({
          ...{ name, has: 'list' },
        });
    for (const { name, text } of await testFiles(FOLDER)) {
      const short = parseTrees(text).trees.filter((tree) => counts(tree).some((count) => count < 2));
      expect({ name, short }).toEqual({ name, short: [] });
    }
  });
});

/** How many events are to match and how many not; of a correlation, sequences that fire and that do not. */
function counts(tree: Tree): readonly number[] {
  const { events, sequences } = expectationsOf(tree);
  const matching = events.filter(({ isMatch }) => isMatch).length;
  if (events.length > 0) return [matching, events.length - matching];
  const firing = sequences.filter(({ fires }) => fires.length > 0).length;
  return [2 * firing, 2 * (sequences.length - firing)];
}

const isKnown = (tag: string): boolean => {
  const name = tag.replace(/^attack\./, '');
  return tag.startsWith('attack.') && (TACTICS.has(name) || isTechnique(name.toUpperCase()));
};
