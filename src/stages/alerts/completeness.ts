import type { Threat } from '../../domain/contracts.gen.ts';

/** How sure one may be that nothing is missing. Provisional until the alert is closed. */
export interface Completeness {
  readonly origins: Threat['origins'];
  /** Epoch ms; 0 when not known yet. */
  readonly watermark: number;
  readonly late: number;
  readonly dropped: number;
  readonly dead_lettered: number;
  readonly evicted: number;
  readonly versions: Threat['versions'];
  readonly final: boolean;
}

export const completenessOf = ({ origins, watermark, losses, versions, final }: Threat): Completeness => ({
  origins,
  watermark,
  late: losses.late ?? 0,
  dropped: losses.dropped ?? 0,
  dead_lettered: losses.deadLettered ?? 0,
  evicted: losses.evicted ?? 0,
  versions,
  final,
});

export const isComplete = ({ late, dropped, dead_lettered, evicted }: Completeness): boolean =>
  late + dropped + dead_lettered + evicted === 0;
