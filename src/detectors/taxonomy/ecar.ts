import { nameCore } from './core-names.ts';
import { endpointSources } from './endpoint.ts';
import type { Taxonomy } from './names.ts';
import { addMaps } from './nested.ts';

/** Records of an EDR in MITRE's data model; intake keeps their properties under Sigma's names too. */
export const ecar: Taxonomy = ({ event }, draft) => {
  addMaps(draft);
  nameCore(event, event.category, draft);
  return endpointSources(event.product, event.category);
};
