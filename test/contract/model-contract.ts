import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ModelManifest, rowWidth } from '../../src/models/manifest.ts';
import type { ModelPort, ModelRows } from '../../src/stages/inference/ports.ts';

const DEADLINE_MS = 10_000;

/** What the inference room relies on, checked on the twin and on the real thing. The port must offer at least one model. */
export function modelContract(name: string, open: () => Promise<ModelPort>): void {
  describe(`model port: ${name}`, () => {
    let port: ModelPort;
    let manifests: readonly ModelManifest[];

    beforeAll(async () => {
      port = await open();
      manifests = port.describe().flatMap((state) => (state.ok ? [state.manifest] : []));
    });
    afterAll(() => port.close());

    const each = async (check: (manifest: ModelManifest) => Promise<void>): Promise<void> => {
      expect(manifests.length).toBeGreaterThan(0);
      for (const manifest of manifests) await check(manifest);
    };
    const score = async (manifest: ModelManifest, rows: ModelRows): Promise<Float32Array> => {
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
          const width = rowWidth(manifest);
          const row = samples(manifest, 1);
          const crowd = extremes(manifest, 64);
          crowd.set(row, place * width);
          const alone = await score(manifest, row.slice());
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
        if (manifest.kind === 'sequence') return;
        const rows = samples(manifest, 4);
        const poisoned = rows.slice();
        poisoned.fill(Number.NaN, 0, rowWidth(manifest));
        const clean = await score(manifest, rows);
        expect(bits(await score(manifest, poisoned)).slice(1)).toEqual(bits(clean).slice(1));
      });
    });

    it('answers with a reason what it cannot score', async () => {
      await each(async (manifest) => {
        const ask = (ref: { name: string; version: string }, rows: ModelRows) => port.score(ref, rows, DEADLINE_MS);
        const wrongType = manifest.kind === 'sequence' ? Float32Array : Int32Array;
        expect(await ask({ name: manifest.name, version: '999.0.0' }, samples(manifest, 1))).toEqual(
          failed('unknown_model'),
        );
        expect(await ask({ name: 'nobody', version: '1.0.0' }, samples(manifest, 1))).toEqual(failed('unknown_model'));
        expect(await ask(manifest, samples(manifest, 2).slice(1))).toEqual(failed('malformed_rows'));
        expect(await ask(manifest, new wrongType(rowWidth(manifest)))).toEqual(failed('malformed_rows'));
      });
    });

    it('answers "closed" once it is closed', async () => {
      const closing = await open();
      const [model] = closing.describe();
      await closing.close();
      if (!model?.ok) throw new Error('no model');
      expect(await closing.score(model, samples(model.manifest, 1), DEADLINE_MS)).toEqual(failed('closed'));
    });
  });
}

const failed = (reason: string) => ({ ok: false, reason });

const bits = (scores: Float32Array): number[] => [...new Uint32Array(scores.slice().buffer)];

function parts(manifest: ModelManifest, rows: ModelRows): readonly ModelRows[] {
  const width = rowWidth(manifest);
  return Array.from({ length: rows.length / width }, (_, i) => rows.slice(i * width, (i + 1) * width));
}

/** Rows such as the model meets, the same for the same seed. */
export function samples(manifest: ModelManifest, count: number, seed = 1): ModelRows {
  const next = noise(seed);
  const width = rowWidth(manifest);
  if (manifest.kind === 'sequence') {
    return Int32Array.from({ length: count * width }, () => Math.floor(next() * manifest.vocabulary));
  }
  return Float32Array.from({ length: count * width }, (_, i) => {
    const stats = manifest.features[i % width];
    return stats === undefined ? 0 : stats.median + (next() - 0.4) * 3 * (stats.p95 - stats.p5 + 0.1);
  });
}

function extremes(manifest: ModelManifest, count: number): ModelRows {
  const length = count * rowWidth(manifest);
  if (manifest.kind === 'sequence') return Int32Array.from({ length }, (_, i) => (i % 2) * (manifest.vocabulary - 1));
  return Float32Array.from({ length }, (_, i) => (i % 3 === 0 ? 3e38 : i % 3 === 1 ? -3e38 : 1e-38));
}

/** Numbers 0..1 in an order that looks like none. */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
