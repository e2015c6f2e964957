import { readAsaAdmin } from './asa-admin.ts';
import { readAsaTraffic } from './asa-traffic.ts';
import type { Facts, Fields } from './line.ts';

/** What a message of the firewall says; of ids that are not known only that it was said. */
export function readAsaMessage(id: string, text: string, fields: Fields): Facts {
  return readAsaTraffic(id, text, fields) ?? readAsaAdmin(id, text, fields) ?? { class: 'log', tainted: ['message'] };
}
