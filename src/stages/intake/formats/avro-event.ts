import type { TelemetryInput } from '../../../domain/contracts.gen.ts';
import { noFields } from '../fields.ts';
import type { Mapped } from '../format.ts';
import { port } from '../read-value.ts';

/** Our own Avro contract for producers. It needs no mapping; what its free text says is still a stranger's. */
export function mapInput(event: TelemetryInput): Mapped {
  const { product, category, service, tenant: _, format: __, fields: given, ...core } = event;
  const fields = Object.assign(noFields(), given);
  return {
    ...core,
    srcPort: port(event.srcPort),
    dstPort: port(event.dstPort),
    logsource: { product, category, service },
    fields,
    tainted: [...TAINTED_CORE.filter((name) => event[name] !== ''), ...Object.keys(fields)],
  };
}

const TAINTED_CORE = ['user', 'process', 'parent', 'commandLine', 'file', 'domain', 'url'] as const;
