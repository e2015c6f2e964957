import type { StateCodec } from '../../stage.ts';
import type { IntakeClock } from './event-time.ts';

const VERSION = 1;

/** JSON has no infinity: it is written as a word. */
export const clockCodec: StateCodec<IntakeClock> = {
  version: VERSION,
  encode: ({ watermark, source }) =>
    new TextEncoder().encode(
      JSON.stringify({ version: VERSION, watermark: `${watermark}`, source: source === null ? '' : `${source}` }),
    ),
  decode(bytes) {
    const { version, watermark, source } = JSON.parse(new TextDecoder().decode(bytes));
    if (!(version <= VERSION))
      throw new Error(`intake state has version ${version}, this process reads up to ${VERSION}`);
    return { watermark: Number(watermark), source: source === '' ? null : Number(source) };
  },
};
