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
  readonly state: ModelState & { readonly ok: false };
  readonly times: number;
  /** When it is worth another try; never for what cannot change. */
  readonly againAt: number;
}

/** Why a model is not open, and whether it may open at another time. */
export interface Refusal {
  readonly reason: string;
  readonly mayPass: boolean;
}

export interface ShelfOptions {
  readonly mostOpen?: number;
  readonly idleMs?: number;
}

/** The models that are open, and those that were refused. */
export interface ModelShelf {
  states(): readonly ModelState[];
  graphs(): readonly GraphModel[];
  /** Those that are not open, and worth a try if they were refused; the others count as asked for. */
  missing(refs: readonly ModelRef[]): readonly ModelRef[];
  /** How many of these there is room for, after what is neither wanted nor used was put away, the longest unused first. */
  makeRoom(models: readonly ModelRef[], wanted: readonly ModelRef[]): number;
  put(model: LoadedModel, provider: string): void;
  /** Whether the reason is news. */
  refuse(ref: ModelRef, why: Refusal): boolean;
  /** What was refused and is worth another try now. */
  worthTrying(): readonly ModelRef[];
  /** The graph that was asked for; null where it is not open. */
  take(ref: ModelRef): GraphModel | null;
}

const MOST_REFUSED = 32;
/** So long after a refusal it is tried again, and twice as long each time. */
const AGAIN_AFTER_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

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
        if (found === undefined) return (refused.get(keyOf(ref))?.againAt ?? 0) <= performance.now();
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
    refuse({ name, version }, { reason, mayPass }) {
      const key = keyOf({ name, version });
      const before = refused.get(key);
      const times = (before?.times ?? 0) + 1;
      const pauseMs = mayPass
        ? Math.min(LONGEST_PAUSE_MS, AGAIN_AFTER_MS * 2 ** (times - 1))
        : Number.POSITIVE_INFINITY;
      open.delete(key);
      refused.delete(key);
      refused.set(key, { state: { ok: false, name, version, reason }, times, againAt: performance.now() + pauseMs });
      for (const oldest of refused.keys()) if (refused.size > MOST_REFUSED) refused.delete(oldest);
      states = null;
      return before?.state.reason !== reason;
    },
    worthTrying: () =>
      [...refused.values()].filter(({ againAt }) => againAt <= performance.now()).map(({ state }) => state),
    take(ref) {
      const found = open.get(keyOf(ref));
      if (found === undefined || !isGraph(found.model)) return null;
      found.usedAt = performance.now();
      return found.model;
    },
  };
}

const byKey = (a: ModelRef, b: ModelRef): number => (keyOf(a) < keyOf(b) ? -1 : 1);
