import { flatten } from '../fields.ts';
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
    const fields = flatten(candidate.json);
    return {
      time: firstTime(candidate.json) ?? candidate.envelope.time,
      class: 'log',
      action: firstText(fields.action, fields.event_type).toLowerCase(),
      host: firstText(fields.hostname, fields['host.name'], fields.host, fields.computer, candidate.envelope.host),
      user:
        account(fields['user.domain'], firstText(fields['user.name'], fields.user, fields.username)) ||
        candidate.envelope.user,
      process: firstText(fields['process.name'], fields.process, fields.program),
      srcIp:
        address(fields.src_ip) || address(fields.source_ip) || address(fields.client_ip) || address(fields.remote_addr),
      srcPort: port(fields.src_port),
      dstIp: address(fields.dst_ip) || address(fields.dest_ip),
      dstPort: port(fields.dst_port ?? fields.dest_port),
      url: firstText(fields.url),
      code: 'json',
      logsource: { product: firstText(fields.product).toLowerCase(), category: '', service: '' },
      fields,
      tainted: Object.keys(fields),
    };
  },
};

function firstTime(source: Readonly<Record<string, unknown>>): number | null {
  for (const name of ['@timestamp', 'timestamp', 'time', 'ts', 'eventTime', 'datetime', 'date']) {
    const time = parseTime(source[name]);
    if (time !== null) return time;
  }
  return null;
}
