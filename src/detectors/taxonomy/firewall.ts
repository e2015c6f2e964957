import { sourceOf, type Taxonomy } from './names.ts';

/** Traffic as a firewall tells it. Rules ask for a verdict, `action` in the words of many vendors or `blocked`. */
export const firewall: Taxonomy = ({ event }, draft) => {
  draft.add('src_ip', event.srcIp);
  draft.add('src_port', portOf(event.srcPort));
  draft.add('dst_ip', event.dstIp);
  draft.add('dst_port', portOf(event.dstPort));
  draft.add('username', event.user);
  if (event.class === 'network' && event.outcome !== 'unknown')
    draft.add('blocked', event.outcome === 'failure' ? 'true' : 'false');
  return sourceOf(event.product, event.category, event.service);
};

const portOf = (port: number): string => (port > 0 ? String(port) : '');
