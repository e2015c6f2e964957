/** Log sources of what happens on a machine, by category. */
import type { LogSources } from '../sigma/rule.ts';
import { joined, sourceOf } from './names.ts';

/** Categories that Sigma has beside the one that tells more. */
const WIDER: ReadonlyMap<string, string> = new Map([
  ['registry_add', 'registry_event'],
  ['registry_set', 'registry_event'],
  ['registry_delete', 'registry_event'],
  ['registry_rename', 'registry_event'],
  ['dns_query', 'dns'],
]);

/** The category's log source, and that of the wider category where there is one. */
export function endpointSources(product: string, category: string, service = ''): LogSources {
  const own = sourceOf(product, category, service);
  const wider = WIDER.get(category);
  return wider === undefined ? own : joined(own, sourceOf(product, wider, service));
}
