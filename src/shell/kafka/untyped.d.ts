declare module 'kafkajs-snappy' {
  /** One codec: what kafkajs registers. */
  export default function snappy(): {
    compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
    decompress(bytes: Buffer): Promise<Buffer>;
  };
}

/** Inner parts of the library, for tests that forge what a stranger might send. */
declare module 'kafkajs/src/protocol/decoder.js' {
  export default class Decoder {
    constructor(bytes: Buffer);
    readVarIntBytes(): Buffer;
  }
}
declare module 'kafkajs/src/protocol/recordBatch/record/v0/index.js' {
  export default function record(parts: object): { readonly buffer: Buffer };
}
declare module 'kafkajs/src/protocol/recordBatch/record/v0/decoder.js' {
  import type Decoder from 'kafkajs/src/protocol/decoder.js';
  export default function decodeRecord(decoder: Decoder, batch: object): unknown;
}
declare module 'kafkajs/src/protocol/recordBatch/v0/index.js' {
  export function RecordBatch(batch: object): Promise<{ readonly buffer: Buffer }>;
}
declare module 'kafkajs/src/protocol/recordBatch/v0/decoder.js' {
  import type Decoder from 'kafkajs/src/protocol/decoder.js';
  export default function decodeBatch(decoder: Decoder): Promise<unknown>;
}
