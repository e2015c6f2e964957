import { type Fields, flatten } from '../fields.ts';
import type { Format, Mapped } from '../format.ts';
import { parseTime } from '../parse-time.ts';
import { account, address, firstText, port } from '../read-value.ts';

/** Any other JSON object: its fields are kept, and the facts that most programs name alike are read. */
export const json: Format = {
  name: 'json',
  hints: ['json', 'ndjson'],
  recognises: (candidate) => candidate.json !== null,
  map(candidate): Mapped | null {
    if (candidate.json === null) return null;
    const { fields, lists } = flatten(candidate.json);
    return {
      time: firstTime(candidate.json) ?? candidate.envelope.time,
      class: 'log',
      action: firstText(fields.action, fields.event_type).toLowerCase(),
      host: firstText(
        fields.hostname,
        fields['host.hostname'],
        fields['host.name'],
        fields.host,
        fields.computer,
        candidate.envelope.host,
      ),
      user:
        account(fields['user.domain'], firstText(fields['user.name'], fields.user, fields.username)) ||
        candidate.envelope.user,
      process: firstText(fields['process.name'], fields.process, fields.program),
      srcIp: sourceOf(fields),
      srcPort: port(fields.src_port),
      dstIp: address(fields.dst_ip) || address(fields.dest_ip),
      dstPort: port(fields.dst_port ?? fields.dest_port),
      url: firstText(fields.url),
      code: 'json',
      logsource: { product: firstText(fields.product).toLowerCase(), category: '', service: '' },
      fields,
      lists,
      tainted: Object.keys(fields),
    };
  },
};

/** Beside `source_type` the `source_ip` is the peer that sent the message to Vector. */
const sourceOf = (fields: Fields): string =>
  address(fields.src_ip) ||
  (fields.source_type === undefined ? address(fields.source_ip) : '') ||
  address(fields.client_ip) ||
  address(fields.remote_addr);

function firstTime(source: Readonly<Record<string, unknown>>): number | null {
  for (const name of ['@timestamp', 'timestamp', 'time', 'ts', 'eventTime', 'datetime', 'date']) {
    const time = parseTime(source[name]);
    if (time !== null) return time;
  }
  return null;
}
