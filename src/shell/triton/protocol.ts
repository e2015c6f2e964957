import { z } from 'zod';
import type { GraphManifest, ModelInput } from '../../models/manifest.ts';
import { takesIntegers } from '../../models/rows.ts';
import type { ModelRef, ModelRows } from '../../stages/inference/ports.ts';

/** Name of a model on the server: its versions are models of their own there, since a server may count versions 1, 2, 3. */
export const serverName = ({ name, version }: ModelRef): string => `${name}-${version}`;

/** Says how long the JSON before the numbers is, in the binary form of a request and of an answer. */
export const HEADER_LENGTH = 'inference-header-content-length';

const tensor = z.object({ name: z.string(), datatype: z.string(), shape: z.array(z.number()) });
const metadata = z.object({ inputs: z.array(tensor).max(64), outputs: z.array(tensor).max(64) });

const datatypeOf = (input: ModelInput): string => (takesIntegers(input) ? 'INT32' : 'FP32');

/** How what the server says of a model differs from its manifest; null where it does not. */
export function metadataFault({ inputs, output }: GraphManifest, said: unknown): string | null {
  const parsed = metadata.safeParse(said);
  if (!parsed.success) return 'the server does not describe it as the protocol wants';
  const { data } = parsed;
  const strange = inputs.find((input) => !data.inputs.some((one) => isSame(input, one)));
  if (strange) return `the server has no input ${strange.name} of ${datatypeOf(strange)}, ${strange.width} wide`;
  if (data.inputs.length > inputs.length) return 'the server has an input that the manifest lacks';
  const isThere = data.outputs.some(({ name, datatype }) => name === output && datatype === 'FP32');
  return isThere ? null : `the server has no output ${output} of FP32`;
}

const isSame = (input: ModelInput, { name, datatype, shape }: z.infer<typeof tensor>): boolean =>
  name === input.name && datatype === datatypeOf(input) && shape.length === 2 && shape[1] === input.width;

export interface InferRequest {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request for the scores of so many rows, their numbers as little-endian bytes behind the JSON. */
export function inferRequest({ inputs, output }: GraphManifest, rows: ModelRows, count: number): InferRequest {
  const described = inputs.map((input, i) => ({
    name: input.name,
    datatype: datatypeOf(input),
    shape: [count, input.width],
    parameters: { binary_data_size: rows[i]?.byteLength },
  }));
  const outputs = [{ name: output, parameters: { binary_data: true } }];
  const json = Buffer.from(JSON.stringify({ inputs: described, outputs }));
  const numbers = rows.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  return {
    body: Buffer.concat([json, ...numbers]),
    headers: { 'content-type': 'application/octet-stream', [HEADER_LENGTH]: String(json.length) },
  };
}

const answer = z.object({
  outputs: z
    .array(
      z.object({
        name: z.string(),
        datatype: z.string(),
        parameters: z.object({ binary_data_size: z.number().int().min(0) }),
      }),
    )
    .max(64),
});

/** The scores in an answer. Throws where it is none, or of another number of rows. */
export function scoresIn(body: Uint8Array, headerLength: string | null, output: string, count: number): Float32Array {
  const end = Number(headerLength ?? Number.NaN);
  if (!Number.isInteger(end)) throw new RangeError('no length of the JSON');
  const { outputs } = answer.parse(JSON.parse(new TextDecoder().decode(body.subarray(0, end))));
  let from = end;
  for (const { name, datatype, parameters } of outputs) {
    const to = from + parameters.binary_data_size;
    if (name === output && datatype === 'FP32' && to - from === 4 * count && to <= body.length)
      return new Float32Array(new Uint8Array(body.subarray(from, to)).buffer);
    from = to;
  }
  throw new RangeError('no such output, or another number of scores than of rows');
}

/** Whether the server takes and gives numbers as bytes. */
export function takesBytes(about: unknown): boolean {
  const parsed = z.object({ extensions: z.array(z.string()).max(256) }).safeParse(about);
  return parsed.success && parsed.data.extensions.includes('binary_tensor_data');
}
