import type { EventCore } from '../../domain/contracts.gen.ts';
import type { LogSources } from '../sigma/rule.ts';
import { nameCore } from './core-names.ts';
import { DATASETS } from './ecs-datasets.ts';
import { ECS_NAMES, ECS_RECORD, ECS_REQUEST } from './ecs-names.ts';
import { endpointSources } from './endpoint.ts';
import { joined, sourceOf, type Taxonomy } from './names.ts';
import { addMaps } from './nested.ts';
import { nameRequest } from './web.ts';

/** Documents of the Elastic Common Schema: by data set where it is known, and by what happened. */
export const ecs: Taxonomy = ({ event, fields }, draft) => {
  addMaps(draft);
  const category = categoryOf(event, fields['event.type'] ?? '');
  draft.name(ECS_RECORD);
  draft.add('User', event.user);
  if (event.class === 'http') {
    draft.name(ECS_REQUEST);
    nameRequest(draft);
  } else draft.name(ECS_NAMES);
  nameCore(event, category, draft);
  return sourcesOf(event, category);
};

function sourcesOf({ product, service }: EventCore, category: string): LogSources {
  const dataset = DATASETS.get(service);
  const own = category === '' ? sourceOf(product, '', service) : endpointSources(product, category, service);
  return dataset ? joined(dataset, own) : own;
}

/** Sigma's categories by ECS's types of change; the first that an event bears counts. */
const FILE = [
  ['deletion', 'file_delete'],
  ['change', 'file_change'],
  ['access', 'file_access'],
] as const;
const REGISTRY = [
  ['deletion', 'registry_delete'],
  ['creation', 'registry_add'],
  ['change', 'registry_set'],
] as const;
const PROCESS = [
  ['start', 'process_creation'],
  ['end', 'process_termination'],
] as const;

/** What intake tells, made exact by the type of change. */
function categoryOf({ class: of, category }: EventCore, types: string): string {
  const kinds = of === 'file' ? FILE : of === 'registry' ? REGISTRY : of === 'process' ? PROCESS : [];
  if (kinds.length === 0 || types === '' || (of === 'file' && types.includes('creation'))) return category;
  return kinds.find(([type]) => types.includes(type))?.[1] ?? category;
}
