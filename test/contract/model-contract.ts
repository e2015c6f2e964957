import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphManifest } from '../../src/models/manifest.ts';
import { countRows, emptyRows, type RowArray, sliceRows } from '../../src/models/rows.ts';
import type { ModelPort, ModelRows } from '../../src/stages/inference/ports.ts';

const DEADLINE_MS = 10_000;

/** What the inference room relies on, checked on the twin and on the real thing. The port must offer at least one model. */
export function modelContract(name: string, open: () => Promise<ModelPort>): void {
  describe(`model port: ${name}`, () => {
    let port: ModelPort;
    let manifests: readonly GraphManifest[];

    beforeAll(async () => {
      port = await open();
      manifests = port
        .describe()
        .flatMap((state) => (state.ok && state.manifest.kind !== 'ensemble' ? [state.manifest] : []));
    });
    afterAll(() => port.close());

    const each = async (check: (manifest: GraphManifest) => Promise<void>): Promise<void> => {
      expect(manifests.length).toBeGreaterThan(0);
      for (const manifest of manifests) await check(manifest);
    };
    const score = async (manifest: GraphManifest, rows: ModelRows): Promise<Float32Array> => {
      const answer = await port.score(manifest, rows, DEADLINE_MS);
      if (!answer.ok) throw new Error(answer.reason);
      return answer.raw;
    };

    it.each([0, 1, 63, 64, 65, 513])('answers one score per row, in order: %d rows', async (count) => {
      await each(async (manifest) => {
        const rows = samples(manifest, count);
        const one = await Promise.all(parts(manifest, rows).map((row) => score(manifest, row)));
        expect(bits(await score(manifest, rows))).toEqual(one.flatMap(bits));
      });
    });

    it.each([0, 1, 5, 12, 62, 63])(
      'a row scores the same alone and at place %d among extreme neighbours',
      async (place) => {
        await each(async (manifest) => {
          const row = samples(manifest, 1);
          const crowd = extremes(manifest, 64);
          for (const [i, { width }] of manifest.inputs.entries()) crowd[i]?.set(row[i] ?? [], place * width);
          const alone = await score(manifest, row.map(copy));
          expect(bits((await score(manifest, crowd)).slice(place, place + 1))).toEqual(bits(alone));
        });
      },
    );

    it('gives each of many calls at once its own scores', async () => {
      await each(async (manifest) => {
        const sizes = [3, 200, 1, 64, 7, 90, 31];
        const apart: number[][] = [];
        for (const size of sizes) apart.push(bits(await score(manifest, samples(manifest, size, size))));
        const together = await Promise.all(sizes.map((size) => score(manifest, samples(manifest, size, size))));
        expect(together.map(bits)).toEqual(apart);
      });
    });

    it('scores differ between rows that differ', async () => {
      await each(async (manifest) => {
        expect(new Set(bits(await score(manifest, samples(manifest, 50)))).size).toBeGreaterThan(1);
      });
    });

    it('a row that is not a number leaves its neighbours as they are', async () => {
      await each(async (manifest) => {
        const rows = samples(manifest, 4);
        const poisoned = rows.map(copy);
        for (const [i, { width }] of manifest.inputs.entries())
          if (poisoned[i] instanceof Float32Array) poisoned[i].fill(Number.NaN, 0, width);
        const clean = await score(manifest, rows);
        expect(bits(await score(manifest, poisoned)).slice(1)).toEqual(bits(clean).slice(1));
      });
    });

    it('answers with a reason what it cannot score', async () => {
      await each(async (manifest) => {
        const ask = (ref: { name: string; version: string }, rows: ModelRows) => port.score(ref, rows, DEADLINE_MS);
        expect(await ask({ name: manifest.name, version: '999.0.0' }, samples(manifest, 1))).toEqual(
          failed('unknown_model'),
        );
        expect(await ask({ name: 'nobody', version: '1.0.0' }, samples(manifest, 1))).toEqual(failed('unknown_model'));
        const two = samples(manifest, 2);
        const cut = two.map((array, i) => (i === 0 ? array.slice(1) : array));
        const swapped = two.map((array) => (array instanceof Int32Array ? Float32Array : Int32Array).from(array));
        for (const rows of [cut, swapped, [], [...two, new Float32Array(2)]])
          expect(await ask(manifest, rows)).toEqual(failed('malformed_rows'));
      });
    });

    it('answers "closed" once it is closed', async () => {
      const closing = await open();
      const [manifest] = manifests;
      await closing.close();
      if (manifest === undefined) throw new Error('no model');
      expect(await closing.score(manifest, samples(manifest, 1), DEADLINE_MS)).toEqual(failed('closed'));
    });
  });
}

const failed = (reason: string) => ({ ok: false, reason });

const bits = (scores: Float32Array): number[] => [...new Uint32Array(scores.slice().buffer)];

const copy = (array: RowArray): RowArray => array.slice();

function parts({ inputs }: GraphManifest, rows: ModelRows): readonly ModelRows[] {
  const count = countRows(inputs, rows) ?? 0;
  return Array.from({ length: count }, (_, i) => sliceRows(inputs, rows, i, i + 1).map(copy));
}

/** Rows such as the model meets, the same for the same seed. */
export function samples(manifest: GraphManifest, count: number, seed = 1): ModelRows {
  const next = noise(seed);
  return manifest.inputs.map((input) => {
    const rows = emptyRows(input, count);
    const stats = 'features' in manifest && input.of === 'vector' ? manifest.features : [];
    for (let i = 0; i < rows.length; i++) rows[i] = usual(next(), stats[i % input.width], vocabularyOf(manifest));
    return rows;
  });
}

/** A feature within and a little beyond its spread; an id, where the array takes whole numbers. */
function usual(chance: number, stats: Spread | undefined, vocabulary: number): number {
  if (stats === undefined) return chance * vocabulary;
  return stats.median + (chance - 0.4) * 3 * (stats.p95 - stats.p5 + 0.1);
}

interface Spread {
  readonly median: number;
  readonly p5: number;
  readonly p95: number;
}

const vocabularyOf = (manifest: GraphManifest): number => ('vocabulary' in manifest ? manifest.vocabulary : 512);

function extremes(manifest: GraphManifest, count: number): ModelRows {
  const largest = vocabularyOf(manifest) - 1;
  return manifest.inputs.map((input) => {
    const rows = emptyRows(input, count);
    if (rows instanceof Int32Array) return rows.map((_, i) => (i % 2) * largest);
    return rows.map((_, i) => (i % 3 === 0 ? 3e38 : i % 3 === 1 ? -3e38 : 1e-38));
  });
}

/** Numbers 0..1 in an order that looks like none. */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
