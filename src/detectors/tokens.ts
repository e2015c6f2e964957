import type { EventCore } from '../domain/contracts.gen.ts';
import { hashText } from './hash.ts';
import { type Image, imageOf } from './image.ts';

/** Token 0 is padding; events have 1..511. */
export const VOCABULARY = 512;
export const SEQUENCE_LENGTH = 32;

const SEQUENCE_BYTES = SEQUENCE_LENGTH * 2;
/** Longer runs of one token are kept at this length, else a storm of module loads fills the whole sequence. */
const LONGEST_RUN = 2;

/** What an event is called: hash of its class and code, else action; never 0. */
export function codeOf(event: EventCore): number {
  return hashText(event.code === '' ? event.action : event.code, hashText(event.class));
}

/** Token of an event: class, code (or action) and the coarse kind of its process. */
export function tokenOf(event: EventCore, image: Image = imageOf(event.process), code = codeOf(event)): number {
  return 1 + (hashText(image.bucket, code) % (VOCABULARY - 1));
}

/** Appends to a sequence kept oldest first, zeros in front. */
export function pushToken(sequence: Uint16Array, token: number): void {
  if (endsInRun(sequence, token)) return;
  sequence.copyWithin(0, 1);
  sequence[SEQUENCE_LENGTH - 1] = token;
}

function endsInRun(sequence: Uint16Array, token: number): boolean {
  for (let back = 1; back <= LONGEST_RUN; back++) if (sequence[SEQUENCE_LENGTH - back] !== token) return false;
  return true;
}

/** The sequence as bytes, in the machine's order, which is little endian wherever Node and ONNX are built together. */
export function tokenBytes({ buffer, byteOffset }: Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, SEQUENCE_BYTES);
}
