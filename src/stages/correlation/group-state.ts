import { emptyRootState, type RootState, rootStateCodec } from '../../detectors/sigma/correlation/state.ts';
import type { CorrelationStep, ThreatRole } from '../../domain/contracts.gen.ts';
import type { Item } from './evidence.ts';
import { type Former, plainSession, type Session, sessionOf } from './state.ts';

/** One group of one Sigma correlation: the windows of its hits, and the threat that is open because of them. */
export interface GroupState {
  /** Id and version of the correlation. */
  readonly root: string;
  readonly version: string;
  /** Owner of the event that decided the newest threat: whoever the group is about, a threat concerns one entity. */
  role: ThreatRole;
  entity: string;
  readonly windows: RootState;
  /** Newest events of the group, in order of arrival: evidence once the correlation fires. */
  recent: readonly Seen[];
  session: Session | null;
  /** The threat before this one. */
  former: Former | null;
}

/** An event of the group, and the entity that owns it. */
export interface Seen {
  readonly item: Item;
  readonly role: ThreatRole;
  readonly entity: string;
}

export const emptyGroup = ({ root, version }: CorrelationStep): GroupState => ({
  ...{ root, version, role: 'none', entity: '' },
  windows: emptyRootState(),
  ...{ recent: [], session: null, former: null },
});

const VERSION = 1;
/** Version of the layout, then the length of the windows. */
const HEAD_BYTES = 5;

/** Version, length of the windows, windows, then the rest as JSON. */
export function encodeGroup({ windows, session, ...others }: GroupState): Uint8Array {
  const binary = rootStateCodec.encode(windows);
  const rest = Buffer.from(JSON.stringify({ ...others, session: session && plainSession(session) }));
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + binary.length + rest.length);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt32LE(binary.length, 1);
  bytes.set(binary, HEAD_BYTES);
  bytes.set(rest, HEAD_BYTES + binary.length);
  return bytes;
}

/** Throws where a newer version wrote it. */
export function decodeGroup(bytes: Uint8Array): GroupState {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = buffer.readUInt8(0);
  if (version !== VERSION) throw new Error(`group has version ${version}, this program reads version ${VERSION}`);
  const end = HEAD_BYTES + buffer.readUInt32LE(1);
  const { session, ...others } = JSON.parse(buffer.toString('utf8', end));
  return {
    ...others,
    windows: rootStateCodec.decode(buffer.subarray(HEAD_BYTES, end)),
    session: session && sessionOf(session),
  };
}
