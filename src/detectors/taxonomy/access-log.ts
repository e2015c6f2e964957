import { type Names, sourceOf, type Taxonomy } from './names.ts';
import { nameRequest } from './web.ts';

const FALLBACK: Names = [['dst_ip', 's-ip']];

/** Requests in the log of a web server or a proxy, which intake keeps under Sigma's names. */
export const accessLog: Taxonomy = ({ event }, draft) => {
  draft.name(FALLBACK);
  draft.add('dst_ip', event.dstIp);
  nameRequest(draft);
  return sourceOf(event.product, event.category, event.service);
};
