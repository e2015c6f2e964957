import { expect, it } from '@jest/globals';
import { feedback, givenScrub } from '../../../test/feedback.ts';
import { knownNames } from '../../../test/fixtures/known-names.ts';
import { memoryTagger } from '../../memory/tagger.ts';
import { RetriableError } from '../../stage.ts';
import { taggerFinder } from './tagger-finder.ts';

const said = feedback('verdict', { reason: 'it was umbrella' });

it('given a name that only the tagger knows, then it goes; without the tagger it stays', async () => {
  const alone = await givenScrub();
  await alone.when(said);
  expect(JSON.stringify(alone.sent)).toContain('umbrella');
  const stage = await givenScrub({ finders: [taggerFinder(memoryTagger(knownNames('umbrella')), 1_000)] });
  await stage.when(said);
  expect(stage.sent).toHaveLength(1);
  expect(JSON.stringify(stage.sent)).not.toContain('umbrella');
});

it('given a tagger that does not answer, then nothing goes on and nothing becomes a dead letter', async () => {
  const silent = memoryTagger({ ...knownNames('umbrella'), fails: 'deadline_passed' });
  const stage = await givenScrub({ finders: [taggerFinder(silent, 1_000)] });
  await expect(stage.when(said)).rejects.toBeInstanceOf(RetriableError);
  expect(stage.sent).toEqual([]);
});
