import type { CorrelationStep } from './contracts.gen.ts';
import { idOf } from './uuid5.ts';

const PREFIX = 'sigma:';

/** Id of the key under which the steps of one group of one version of a correlation meet. Bounded, whatever the group says. */
export const stepKey = ({ root, version, group }: CorrelationStep): string =>
  `${PREFIX}${idOf(root, version, ...group)}`;

/** True where the key belongs to a correlation and not to an entity. */
export const isStepKey = (id: string): boolean => id.startsWith(PREFIX);
