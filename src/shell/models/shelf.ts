import type { ModelRef, ModelState, UsableModel } from '../../stages/inference/ports.ts';
import type { LoadedModel } from './load-models.ts';
import { type GraphModel, isGraph, keyOf } from './runtime.ts';

interface Shelved {
  readonly model: LoadedModel;
  readonly state: UsableModel;
  /** When somebody last asked for it. */
  usedAt: number;
}

interface Refused {
  readonly state: ModelState;
  readonly at: number;
}

export interface ShelfOptions {
  readonly mostOpen?: number;
  readonly idleMs?: number;
}

/** The models that are open, and those that were refused. */
export interface ModelShelf {
  states(): readonly ModelState[];
  graphs(): readonly GraphModel[];
  /** Those that are not open and were not refused just now; the others count as asked for. */
  missing(refs: readonly ModelRef[]): readonly ModelRef[];
  /** How many of these there is room for, after what is neither wanted nor used was put away, the longest unused first. */
  makeRoom(models: readonly ModelRef[], wanted: readonly ModelRef[]): number;
  put(model: LoadedModel, provider: string): void;
  refuse(ref: ModelRef, reason: string): void;
  /** The graph that was asked for; null where it is not open. */
  take(ref: ModelRef): GraphModel | null;
}

const MOST_REFUSED = 32;
/** So long after a refusal it is looked for again. */
const AGAIN_AFTER_MS = 5_000;

export function modelShelf({ mostOpen = 16, idleMs = 60_000 }: ShelfOptions): ModelShelf {
  const open = new Map<string, Shelved>();
  const refused = new Map<string, Refused>();
  let states: readonly ModelState[] | null = null;

  return {
    states: () => {
      states ??= [...open.values(), ...refused.values()].map(({ state }) => state).toSorted(byKey);
      return states;
    },
    graphs: () => [...open.values()].map(({ model }) => model).filter(isGraph),
    missing: (refs) =>
      refs.filter((ref) => {
        const found = open.get(keyOf(ref));
        if (found === undefined) return performance.now() - (refused.get(keyOf(ref))?.at ?? -Infinity) > AGAIN_AFTER_MS;
        found.usedAt = performance.now();
        return false;
      }),
    makeRoom(models, wanted) {
      const now = performance.now();
      const kept = new Set(wanted.map(keyOf));
      const idle = [...open].filter(([key, { usedAt }]) => now - usedAt >= idleMs && !kept.has(key));
      for (const [key] of idle.toSorted(([, a], [, b]) => a.usedAt - b.usedAt)) {
        if (open.size + models.length <= mostOpen) break;
        open.delete(key);
        states = null;
      }
      return Math.max(0, Math.min(models.length, mostOpen - open.size));
    },
    put(model, provider) {
      const { bytes: _, precision, ...known } = model;
      const state = { ...known, ...(provider !== '' && { provider, precision }) };
      open.set(keyOf(model), { model, state, usedAt: performance.now() });
      refused.delete(keyOf(model));
      states = null;
    },
    refuse({ name, version }, reason) {
      const key = keyOf({ name, version });
      open.delete(key);
      refused.delete(key);
      refused.set(key, { state: { ok: false, name, version, reason }, at: performance.now() });
      for (const oldest of refused.keys()) if (refused.size > MOST_REFUSED) refused.delete(oldest);
      states = null;
    },
    take(ref) {
      const found = open.get(keyOf(ref));
      if (found === undefined || !isGraph(found.model)) return null;
      found.usedAt = performance.now();
      return found.model;
    },
  };
}

const byKey = (a: ModelRef, b: ModelRef): number => (keyOf(a) < keyOf(b) ? -1 : 1);
