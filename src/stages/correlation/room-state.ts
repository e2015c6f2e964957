import type { StateCodec } from '../../stage.ts';
import { decodeGroup, encodeGroup, type GroupState } from './group-state.ts';
import { type EntityRisk, entityRiskCodec } from './state.ts';

/** What a key stands for: an entity, or a group of a Sigma correlation. */
export type CorrelationState = EntityRisk | GroupState;

export const isGroup = (state: CorrelationState | undefined): state is GroupState =>
  state !== undefined && 'windows' in state;

/** An entity's state is JSON; the versions of a group, which stand in its first byte, will not come that far. */
const BRACE = '{'.charCodeAt(0);

export const correlationCodec: StateCodec<CorrelationState> = {
  version: entityRiskCodec.version,
  encode: (state) => (isGroup(state) ? encodeGroup(state) : entityRiskCodec.encode(state)),
  decode: (bytes) => (bytes[0] === BRACE ? entityRiskCodec.decode(bytes) : decodeGroup(bytes)),
};
