/** How the value of a topic is written: Avro in the registry's wire format, anything at all, or bytes kept as they came. */
export type ValueCodec = 'avro' | 'any' | 'bytes';

/** One topic of the chains. V is the decoded value; no such field exists at run time. */
export interface Topic<N extends string = string, V = unknown> {
  readonly name: N;
  readonly partitions: number;
  readonly codec: ValueCodec;
  readonly cleanup: 'delete' | 'compact';
  readonly __value?: V;
}

/** A record of the raw topic: our Avro event, or the bytes of any known format with the headers that describe them. */
export type RawTelemetry =
  | {
      readonly kind: 'event';
      readonly event: import('./contracts.gen.ts').TelemetryInput;
      readonly headers: RawHeaders;
    }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly headers: RawHeaders };

/** Headers as text; what is not UTF-8 in a value is replaced, values that are too long are left out. */
export type RawHeaders = Readonly<Record<string, string>>;

// biome-ignore lint/suspicious/noExplicitAny: any topic, whatever its value
export type AnyTopic = Topic<string, any>;
export type ValueOf<T> = T extends Topic<string, infer V> ? V : never;

export function topic<N extends string, V>(
  name: N,
  partitions: number,
  codec: ValueCodec,
  cleanup: 'delete' | 'compact',
): Topic<N, V> {
  return Object.freeze({ name, partitions, codec, cleanup });
}
