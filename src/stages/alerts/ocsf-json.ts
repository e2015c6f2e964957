import type { DetectionFinding, IncidentFinding } from '../../domain/contracts.gen.ts';

type Json = { readonly [name: string]: unknown };

/** Members that travel as JSON text, because Avro has no free-form object. */
const JSON_TEXT = new Set(['unmapped', 'data']);

/** The finding as OCSF JSON: absent members left out, JSON text parsed. */
export const toOcsfJson = (finding: DetectionFinding | IncidentFinding): Json => plain(finding) as Json;

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(
    members.map(([name, member]) => [name, JSON_TEXT.has(name) ? parsed(member) : plain(member)]),
  );
}

const parsed = (text: unknown): unknown => JSON.parse(String(text));
